//! Bad input, everywhere: every form of every page is sent with everything that people, broken
//! connections and others send.
//!
//! Nobody lists fields here: they are read out of the pages. What is listed are the states in which
//! forms are shown ([`states`]); a form that no state shows, and a route whose forms are not walked,
//! fail the walk.
//!
//! Refused means 4xx, a message by the field in the reader's language, what was typed shown again, and
//! every row of every table and every stored file as before. What only looks odd (full-width digits,
//! thousands separators, emoji, right-to-left text) is taken and stored in the one form we keep.

mod bad;
mod browser;
mod doors;
mod files;
mod form;
mod html;
mod log;
mod money;
mod odd;
mod pages;
mod refused;
mod states;
mod stored;
mod taken;
mod verdict;
mod world;

use std::collections::BTreeSet;

use app::{access, router::registered};
use axum::http::Method;
use tokio::task::JoinSet;

use self::{
    browser::{Filled, Filling},
    form::{Form, Kind},
    states::{Scene, State},
    world::World,
};

/// One form in one state, with all that is needed to send it.
struct Walked<'a> {
    world: &'a World,
    state: State,
    act: String,
}

/// A form as it stands on a page that was just made, filled as it should be.
struct Ready {
    scene: Scene,
    form: Form,
    filling: Filling,
    /// Where it is sent.
    address: String,
}

impl Walked<'_> {
    /// Makes the state anew and fills the form.
    async fn ready(&self) -> Ready {
        let scene = self.state.scene(self.world).await;
        let page = scene.browser.get(&scene.address).await.page();
        let form = own_forms(self.state, &scene, &page.forms)
            .into_iter()
            .find(|form| form.act() == self.act)
            .unwrap_or_else(|| panic!("{:?} does not show {} again", self.state, self.act));
        let address = if form.action.is_empty() { scene.address.clone() } else { form.action.clone() };
        let filling = Filling::of(&form, &fills(&scene, &form));
        Ready { scene, form, filling, address }
    }

    /// A line about what is wrong.
    fn fault(&self, what: &str, fault: &str) -> String {
        format!("{} {} ({:?}), {what}: {fault}", self.state.route(), self.act, self.state)
    }
}

/// What a person fills in: what the scene says, and something sensible where it says nothing.
fn fills(scene: &Scene, form: &Form) -> Vec<(&'static str, Filled)> {
    let mut fills = scene.fills.clone();
    let mut file_is_chosen = false;
    for field in form.fields.iter().filter(|field| !field.hidden) {
        let sensible = match field.kind {
            Kind::Text => Filled::Text("货款三月到账，请多给几个月。".to_owned()),
            // Where there are several fields for one file, one is enough.
            Kind::File if !std::mem::replace(&mut file_is_chosen, true) => files::valid(),
            _ => continue,
        };
        if !fills.iter().any(|(name, _)| *name == field.name) {
            fills.push((field.name.clone().leak(), sensible));
        }
    }
    fills
}

/// The ways to send the forms that a page shows for the route of its state.
fn own_forms(state: State, scene: &Scene, forms: &[Form]) -> Vec<Form> {
    let of_the_route = |form: &&Form| form.method == "post" && route_of(form, scene) == Some(state.route());
    let mut ways: Vec<Form> = forms.iter().filter(of_the_route).flat_map(Form::ways).collect();
    let mut seen = BTreeSet::new();
    ways.retain(|way| seen.insert(way.act().to_owned()));
    ways
}

fn route_of(form: &Form, scene: &Scene) -> Option<&'static str> {
    let action = if form.action.is_empty() { &scene.address } else { &form.action };
    access::matching(action.split('?').next().unwrap_or(action)).map(|rule| rule.path)
}

/// Walks all forms of one state; returns what is wrong, and which forms its page shows beside its own.
async fn walk(state: State) -> (Vec<String>, BTreeSet<&'static str>) {
    let world = World::start().await;
    let scene = state.scene(&world).await;
    let answer = scene.browser.get(&scene.address).await;
    assert!(answer.status.is_success(), "{state:?} at {}: {} {}", scene.address, answer.status, answer.location);
    let page = answer.page();
    let routes = page.forms.iter().filter(|form| form.method == "post").filter_map(|form| route_of(form, &scene));
    let routes: BTreeSet<&'static str> = routes.collect();
    let acts: BTreeSet<String> =
        own_forms(state, &scene, &page.forms).iter().map(|form| form.act().to_owned()).collect();
    let wanted: BTreeSet<String> = state.acts().iter().map(|act| (*act).to_owned()).collect();
    let mut faults = Vec::new();
    if acts != wanted {
        faults.push(format!("{state:?} shows the forms {acts:?}, not {wanted:?}"));
    }
    for act in acts {
        let walked = Walked { world: &world, state, act };
        faults.extend(refused::walk(&walked).await);
        faults.extend(odd::walk(&walked).await);
        faults.extend(taken::walk(&walked).await);
    }
    (faults, routes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_refused_with_a_message_keeps_what_was_typed_and_changes_nothing() {
    log::listen();
    // `WALK=Change,Question` walks these alone, while one works on them.
    let wanted = std::env::var("WALK").unwrap_or_default();
    let is_wanted = |state: &&State| wanted.is_empty() || wanted.split(',').any(|name| name == format!("{state:?}"));
    let mut walks: JoinSet<_> = State::ALL.iter().filter(is_wanted).map(|state| walk(*state)).collect();
    let (mut faults, mut shown) = (Vec::new(), BTreeSet::new());
    while let Some(walk) = walks.join_next().await {
        match walk {
            Ok((found, routes)) => {
                faults.extend(found);
                shown.extend(routes);
            }
            Err(broken) => faults.push(format!("a walk broke off: {broken}")),
        }
    }
    let walked: BTreeSet<&str> = State::ALL.iter().map(|state| state.route()).collect();
    for (path, _) in registered().iter().filter(|(_, method)| *method == Method::POST) {
        if !walked.contains(path.as_str()) {
            faults.push(format!("no state shows the form of POST {path}: add one to walk/states.rs"));
        }
    }
    faults.extend(shown.difference(&walked).map(|route| format!("a form for {route} is shown and not walked")));
    faults.extend(log::said().into_iter().map(|line| format!("in the log: {line}")));
    faults.sort();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_breaks_a_page() {
    log::listen();
    let mut faults = pages::walk().await;
    faults.extend(log::said().into_iter().map(|line| format!("in the log: {line}")));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_does_not_cost_the_text_when_the_session_has_run_out() {
    const LIMIT_BYTES: usize = 4 * 1024 * 1024;
    let world = World::with_limit(LIMIT_BYTES as u64).await;
    let walked = Walked { world: &world, state: State::Question, act: "answer".to_owned() };
    let mut ready = walked.ready().await;
    world.change("update session set expires_at = created_at").await;
    let large = files::file("合同.pdf", vec![b'\n'; LIMIT_BYTES / 2]);
    let answer = ready.scene.browser.post(&ready.address, &ready.filling.with("documents", &large)).await;
    assert!(answer.location.contains("kept=1"), "{} {}", answer.status, answer.location);
    ready.scene.browser.keep(&answer);
    let again = world.browser_of(ready.scene.of.person.as_ref().expect("a person")).await;
    ready.scene.browser.cookies.extend(again.cookies);
    let text = ready.scene.browser.get(&ready.scene.address).await.page().text();
    let typed = ready.filling.fields.iter().find(|(name, _)| name == "answer").map_or("", |(_, value)| value.text());
    assert!(text.contains(typed) && text.contains("合同.pdf"), "{text}");
}
