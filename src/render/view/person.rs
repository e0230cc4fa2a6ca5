//! People and organisations.

use serde::Serialize;

use super::{CountedLinkView, CutView, DateView, LinkView, PageGroupView, PageView};

/// `people.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PeoplePage {
    /// The furniture.
    pub page: PageView,
    /// The prose of the section.
    pub body_html: Option<String>,
    /// The people and organisations.
    pub people: Vec<PersonCardView>,
    /// Roles and parties that answer for pages, and for how many.
    pub owners: Vec<CountedLinkView>,
}

/// A person in brief.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PersonCardView {
    /// The person.
    pub link: LinkView,
    /// `person` or `organisation`: a key of `t.person`.
    pub kind: String,
    /// The job title.
    pub job_title_html: Option<String>,
    /// The photo.
    pub photo: Option<PhotoView>,
    /// How many pages it answers for.
    pub owns: usize,
    /// How many pages it wrote.
    pub wrote: usize,
    /// How many of its reviews are overdue.
    pub due: usize,
}

/// `person.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PersonPage {
    /// The furniture; its title is the name.
    pub page: PageView,
    /// The person.
    pub person: PersonView,
}

/// A person or organisation.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PersonView {
    /// `person` or `organisation`: a key of `t.person`.
    pub kind: String,
    /// The job title.
    pub job_title_html: Option<String>,
    /// Degrees and the like, printed behind the name.
    pub credentials_html: Option<String>,
    /// A few sentences: block HTML.
    pub bio_html: Option<String>,
    /// The photo.
    pub photo: Option<PhotoView>,
    /// The person's own site, its scheme checked.
    pub url: Option<String>,
    /// The same as it is printed.
    pub url_text: Option<String>,
    /// The pages it answers for, by kind.
    pub owns: Vec<PageGroupView>,
    /// How many these are.
    pub owns_count: usize,
    /// The next reviews of these pages, the earliest first.
    pub reviews: CutView<ReviewView>,
    /// How many of them are overdue.
    pub due: usize,
    /// The pages it wrote, by kind.
    pub wrote: Vec<PageGroupView>,
    /// How many these are.
    pub wrote_count: usize,
}

/// A page, its last review and the next one.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ReviewView {
    /// The kind of page: a key of `t.kind`.
    pub kind: String,
    /// The page.
    pub link: LinkView,
    /// When it was last reviewed.
    pub last: Option<DateView>,
    /// When it is due next.
    pub due: DateView,
    /// Whether that day has passed.
    pub overdue: bool,
}

/// A photo of a person.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PhotoView {
    /// Its address.
    pub src: String,
    /// Its width in pixels.
    pub width: Option<u32>,
    /// Its height in pixels.
    pub height: Option<u32>,
}
