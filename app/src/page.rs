//! Reaching into the page that the server wrote: for what a script adds to it.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, Event, EventTarget};

#[must_use]
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The element with this id, as the kind of element it is.
#[must_use]
pub fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The first element within another that a selector finds.
#[must_use]
pub fn within<T: JsCast>(element: &Element, selector: &str) -> Option<T> {
    element.query_selector(selector).ok()??.dyn_into().ok()
}

/// Listens for as long as the page lives.
pub fn on(target: &EventTarget, event: &str, listen: Box<dyn FnMut(Event)>) {
    let listen = Closure::wrap(listen).into_js_value();
    let _ = target.add_event_listener_with_callback(event, listen.unchecked_ref());
}

/// Sets an attribute, or takes it away.
pub fn set(element: &Element, attribute: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(attribute, value),
        None => element.remove_attribute(attribute),
    };
}

pub fn show(element: &Element, shown: bool) {
    set(element, "hidden", (!shown).then_some(""));
}
