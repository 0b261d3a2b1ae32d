//! The states in which forms are shown, each made by its own services: who looks, where, and what
//! happens behind their back while they fill the form.

use server::{
    Role, financials,
    identity::{SignedInPerson, SignedInStaff},
    ids::{DueId, LoanId, PaymentId, RequestId, UploadId},
    requests,
};

use super::{
    browser::{Browser, Filled},
    doors, money,
    world::World,
};

/// A page with forms, the browser before it, and what a person would type.
pub struct Scene {
    pub browser: Browser,
    pub address: String,
    pub fills: Vec<(&'static str, Filled)>,
    pub of: Of,
}

/// Whose and which things the scene is about, for what happens next.
#[derive(Clone, Default)]
pub struct Of {
    pub person: Option<SignedInPerson>,
    pub staff: Option<SignedInStaff>,
    pub loan: Option<LoanId>,
    pub payment: Option<PaymentId>,
    pub request: Option<RequestId>,
    pub due: Option<DueId>,
    pub upload: Option<UploadId>,
}

impl Scene {
    pub fn new(browser: Browser, address: impl Into<String>, of: Of) -> Self {
        Self { browser, address: address.into(), fills: Vec::new(), of }
    }

    pub fn typing(mut self, field: &'static str, text: &str) -> Self {
        self.fills.push((field, Filled::Text(text.to_owned())));
        self
    }
}

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident: $route:literal shows $acts:expr),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum State { $($(#[$doc])* $name),* }
        impl State {
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// The route whose forms are walked in this state.
            pub fn route(self) -> &'static str { match self { $(Self::$name => $route),* } }
            /// The forms that its page shows for that route.
            pub fn acts(self) -> &'static [&'static str] { match self { $(Self::$name => &$acts),* } }
        }
    };
}
states! {
    Language: "/language" shows ["en"],
    Door: "/sign-in" shows ["send"],
    CodeSent: "/sign-in/code" shows ["send", "resend"],
    SignOut: "/sign-out" shows ["send"],
    ActFor: "/act-for" shows ["send"],
    Devices: "/security" shows ["one", "others"],
    DeskDoor: "/desk/sign-in" shows ["send"],
    SecondFactor: "/desk/sign-in/second" shows ["send"],
    /// Without a second factor yet.
    Enrolment: "/desk/sign-in/second" shows ["send"],
    DeskDevices: "/desk/security" shows ["one", "others", "recovery"],
    Preferences: "/preferences" shows ["send"],
    DemoClock: "/demo" shows ["1", "7"],
    Pay: "/loans/{id}/pay" shows ["check"],
    /// Before confirming what is due and a little more.
    PayPreview: "/loans/{id}/pay" shows ["pay"],
    PaymentUnderWay: "/payments/{id}" shows ["continue"],
    /// Asked whether it is to be given up.
    PaymentCancel: "/payments/{id}" shows ["cancel"],
    Change: "/loans/{id}/change" shows ["work_out", "file"],
    /// A colleague has asked something.
    Question: "/requests/{id}" shows ["answer", "withdraw"],
    Unclaimed: "/desk/requests/{id}" shows ["claim"],
    /// By the one who looks.
    Claimed: "/desk/requests/{id}" shows ["approve", "ask", "reject", "release"],
    /// One has approved, another looks.
    SecondApproval: "/desk/requests/{id}" shows ["claim", "approve", "send_back", "reject"],
    StatementDue: "/financials/{id}" shows ["send"],
    StatementSent: "/desk/financials/{id}" shows ["accept", "return"],
}

/// Amounts below and above what two colleagues must approve.
const SMALL: &str = "60000.00";
const LARGE: &str = "600000.00";

impl State {
    /// Tables that a refused form may write into, and why.
    pub fn may_touch(self) -> &'static [&'static str] {
        match self {
            // Attempts are counted; a wrong code costs a try.
            Self::Door | Self::CodeSent => &["attempt", "sign_in_code"],
            // And a colleague's wrong password or code is written down.
            Self::DeskDoor | Self::SecondFactor | Self::Enrolment => &["attempt", "audit", "staff_sign_in"],
            Self::DeskDevices => &["attempt", "audit"],
            _ => &[],
        }
    }

    /// Makes the state anew, for people who have never been here.
    pub async fn scene(self, world: &World) -> Scene {
        match self {
            Self::Language => Scene::new(world.nobody(), "/sign-in", Of::default()),
            Self::Door | Self::CodeSent => doors::person(self, world).await,
            Self::DeskDoor | Self::SecondFactor | Self::Enrolment => doors::colleague(self, world).await,
            Self::SignOut | Self::Preferences => {
                let who = world.test.person().await;
                let address = if self == Self::SignOut { "/" } else { "/preferences" };
                Scene::new(world.browser_of(&who).await, address, Of { person: Some(who), ..Of::default() })
            }
            Self::ActFor | Self::Devices | Self::DeskDevices => doors::signed_in(self, world).await,
            Self::DemoClock => {
                world.change("update portal set is_demo = true").await;
                Scene::new(world.nobody(), "/demo", Of::default())
            }
            Self::Pay | Self::PayPreview | Self::PaymentUnderWay | Self::PaymentCancel => {
                money::scene(self, world).await
            }
            Self::Change => {
                let (who, loan) = world.borrower(SMALL).await;
                let browser = world.browser_of(&who).await;
                let of = Of { person: Some(who), loan: Some(loan), ..Of::default() };
                Scene::new(browser, format!("/loans/{loan}/change"), of)
            }
            Self::Question | Self::Unclaimed | Self::Claimed | Self::SecondApproval => self.request(world).await,
            Self::StatementDue | Self::StatementSent => self.statement(world).await,
        }
    }

    async fn request(self, world: &World) -> Scene {
        let portal = &world.test.portal;
        let (who, loan) = world.borrower(if self == Self::SecondApproval { LARGE } else { SMALL }).await;
        let request = world.request(&who, loan).await;
        let staff = world.colleague(Role::Approver).await;
        if self != Self::Unclaimed {
            requests::claim(portal, &staff, request).await.expect("claimed");
        }
        let at_desk = format!("/desk/requests/{request}");
        let of = Of { person: Some(who.clone()), staff: Some(staff.clone()), request: Some(request), ..Of::default() };
        match self {
            Self::Question => {
                requests::ask(portal, &staff, request, "请问新合同何时签订？").await.expect("asked");
                Scene::new(world.browser_of(&who).await, format!("/requests/{request}"), of)
            }
            Self::SecondApproval => {
                approve(world, &staff, request).await;
                let second = world.colleague(Role::Approver).await;
                let browser = world.browser_at_desk(&second).await;
                Scene::new(browser, at_desk, Of { staff: Some(second), ..of })
            }
            _ => Scene::new(world.browser_at_desk(&staff).await, at_desk, of),
        }
    }

    async fn statement(self, world: &World) -> Scene {
        let who = world.test.person().await;
        let due = world.due(&who).await;
        let mut of = Of { person: Some(who.clone()), due: Some(due), ..Of::default() };
        if self == Self::StatementDue {
            return Scene::new(world.browser_of(&who).await, format!("/financials/{due}"), of);
        }
        let upload = world.upload(&who, due).await;
        of.upload = Some(upload);
        let reviewer = world.colleague(Role::Reviewer).await;
        of.staff = Some(reviewer.clone());
        Scene::new(world.browser_at_desk(&reviewer).await, format!("/desk/financials/{upload}"), of)
    }

    /// Something happens elsewhere that makes the page before the person old. False when nothing can.
    pub async fn moves_on(self, world: &World, of: &Of) -> bool {
        let portal = &world.test.portal;
        let another = || async { world.colleague(Role::Approver).await };
        match self {
            Self::Language | Self::Door | Self::SignOut | Self::DeskDoor | Self::Preferences | Self::DemoClock => {
                return false;
            }
            Self::CodeSent
            | Self::SecondFactor
            | Self::Enrolment
            | Self::ActFor
            | Self::Devices
            | Self::DeskDevices => {
                doors::moves_on(self, world, of).await;
            }
            Self::Pay | Self::PayPreview | Self::PaymentUnderWay | Self::PaymentCancel => {
                money::moves_on(self, world, of).await
            }
            Self::Change => {
                let (Some(who), Some(loan)) = (&of.person, of.loan) else { return false };
                world.request(who, loan).await;
            }
            Self::Question | Self::Claimed => {
                let (Some(who), Some(request)) = (&of.person, of.request) else { return false };
                requests::withdraw(portal, who, request).await.expect("withdrawn");
            }
            Self::Unclaimed => {
                let Some(request) = of.request else { return false };
                requests::claim(portal, &another().await, request).await.expect("claimed");
            }
            Self::SecondApproval => {
                let Some(request) = of.request else { return false };
                approve(world, &another().await, request).await;
            }
            Self::StatementDue => {
                let (Some(who), Some(due)) = (&of.person, of.due) else { return false };
                let upload = world.upload(who, due).await;
                financials::accept(portal, &another().await, upload).await.expect("accepted");
            }
            Self::StatementSent => {
                let Some(upload) = of.upload else { return false };
                financials::accept(portal, &another().await, upload).await.expect("accepted");
            }
        }
        true
    }
}

async fn approve(world: &World, staff: &SignedInStaff, request: RequestId) {
    let portal = &world.test.portal;
    let seen = requests::decision::find(portal, staff, request).await.expect("the decision").request.result_hash;
    requests::approve(portal, staff, request, &seen).await.expect("approved");
}
