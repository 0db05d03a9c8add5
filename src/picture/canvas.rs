//! What pictures are drawn with: a sheet, colours, text whose width is known, lines and shapes.

use svg::Document;
use svg::node::Text;
use svg::node::element::{Circle, Definitions, Description, Group, Line, Pattern, Polygon, Polyline, Rectangle, Title};
use svg::node::element::{Element, Path};

/// Shortest side of a letter that is drawn, in pixels: what is smaller cannot be read at half size.
pub(super) const SMALL: i32 = 12;
pub(super) const PLAIN: i32 = 13;

pub(super) type Point = (i32, i32);

/// A colour of the palette, or a pattern of it.
pub(super) type Ink = &'static str;

// Colours that people of any colour vision can distinguish, after Okabe and Ito; darkened where text is set in them.
pub(super) const INK: Ink = "#222831";
pub(super) const QUIET: Ink = "#575F69";
pub(super) const FAINT: Ink = "#9BA2AB";
pub(super) const GRID: Ink = "#E3E6EA";
pub(super) const SHADE: Ink = "#F1F2F4";
pub(super) const PAPER: Ink = "#FFFFFF";
pub(super) const BLUE: Ink = "#0072B2";
pub(super) const GREEN: Ink = "#007A5A";
pub(super) const VERMILION: Ink = "#C04A00";
pub(super) const PURPLE: Ink = "#8F4E78";
pub(super) const SKY: Ink = "#CFE4F3";
pub(super) const PALE: Ink = "#D6DBE1";
pub(super) const SLATE: Ink = "#4A5462";
/// Lines aslant on paper.
pub(super) const HATCHED: Ink = "url(#practice-cycle-hatched)";
/// Dots on paper.
pub(super) const DOTTED: Ink = "url(#practice-cycle-dotted)";

/// How a piece of text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: i32,
    ink: Ink,
    anchor: &'static str,
    bold: bool,
    /// What each letter has around it, to stand out from what it lies on.
    halo: Option<Ink>,
}

pub(super) const fn plain(size: i32, ink: Ink) -> Style {
    Style { size, ink, anchor: "start", bold: false, halo: None }
}

pub(super) const fn bold(size: i32, ink: Ink) -> Style {
    Style { size, ink, anchor: "start", bold: true, halo: None }
}

/// What is wider than this is taken to be this wide, which is wider than any picture; so sums of a few widths stay within `i32`.
const WIDEST: i32 = 1 << 24;

impl Style {
    pub(super) const fn to_the_right(self) -> Self {
        Self { anchor: "start", ..self }
    }

    pub(super) const fn on(self, ground: Ink) -> Self {
        Self { halo: Some(ground), ..self }
    }

    pub(super) const fn centred(self) -> Self {
        Self { anchor: "middle", ..self }
    }

    pub(super) const fn to_the_left(self) -> Self {
        Self { anchor: "end", ..self }
    }

    /// How wide a text is at most, in pixels. Fonts differ: these are the widths of DejaVu Sans, which is among the widest of those that
    /// browsers take for `sans-serif`, so that what fits here fits everywhere.
    pub(super) fn width(self, text: &str) -> i32 {
        let thousandths: i64 = text.chars().map(|letter| i64::from(advance(letter))).sum();
        let heavier = if self.bold { 114 } else { 100 };
        let wide = thousandths.saturating_mul(i64::from(self.size) * heavier) / 100_000 + 1;
        wide.try_into().unwrap_or(WIDEST)
    }

    /// The text in lines that fit, broken between words.
    pub(super) fn broken(self, text: &str, room: i32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(" ") + self.width(word) <= room => *line += &format!(" {word}"),
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// A reference, or as much of its beginning as fits with its last letters, by which references often differ.
    fn fitting_reference(self, reference: &str, room: i32) -> String {
        let letters: Vec<char> = reference.chars().collect();
        let (head, tail) = letters.split_at(letters.len().saturating_sub(6));
        if self.width(reference) <= room || head.is_empty() {
            return self.fitting(reference, room);
        }
        let tail: String = tail.iter().collect();
        let head: String = head.iter().collect();
        self.fitting(&format!("{head}…"), room - self.width(&tail)).replace("……", "…") + &tail
    }

    /// The text, or as much of its beginning as fits.
    pub(super) fn fitting(self, text: &str, room: i32) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        // No letter is narrower than a pixel.
        let mut short: String = text.chars().take(room.max(0).unsigned_abs() as usize).collect();
        while short.pop().is_some() {
            let cut = format!("{}…", short.trim_end());
            if self.width(&cut) <= room {
                return cut;
            }
        }
        String::new()
    }
}

/// How far one letter of DejaVu Sans takes a line on, in thousandths of its size.
fn advance(letter: char) -> i32 {
    match letter {
        ' ' | ',' | '.' | '·' => 318,
        'i' | 'j' | 'l' | '\'' => 278,
        'I' | 'J' => 295,
        '/' | ':' | ';' | '|' | '\\' => 337,
        'f' => 352,
        '-' => 361,
        '(' | ')' | '[' | ']' | 't' => 392,
        'r' | '!' => 411,
        'z' | 's' | '?' | '*' | '_' | '"' | '–' => 531,
        'c' | 'F' | 'L' => 575,
        'k' | 'v' | 'x' | 'y' => 592,
        'a' | 'e' | 'o' | 'P' | 'T' | 'Y' => 615,
        'b' | 'd' | 'g' | 'h' | 'n' | 'p' | 'q' | 'u' | '0'..='9' | 'E' | 'S' | '$' | '{' | '}' => 636,
        'A' | 'B' | 'C' | 'K' | 'R' | 'V' | 'X' | 'Z' => 700,
        'D' | 'G' | 'H' | 'N' | 'U' | '&' => 780,
        'w' | 'O' | 'Q' | '+' | '<' | '>' | '=' | '#' | '~' | '^' | '→' => 838,
        'M' => 863,
        'm' | 'W' | '%' => 989,
        _ => 1_000,
    }
}

/// A sheet to draw on, from the upper left corner, in pixels.
#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) width: i32,
    drawn: Vec<Element>,
}

impl Canvas {
    pub(super) const fn new(width: i32) -> Self {
        Self { width, drawn: Vec::new() }
    }

    /// The picture, as high as asked, with what it is called and what it shows for those who cannot see it.
    pub(super) fn finish(self, height: i32, title: &str, description: &str) -> String {
        let head = Document::new()
            .set("viewBox", (0, 0, self.width, height))
            .set("width", self.width)
            .set("height", height)
            .set("role", "img")
            .set("font-family", "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif")
            .add(Title::new(safe(title)))
            .add(Description::new().add(Text::new(safe(description))))
            .add(patterns())
            .add(Rectangle::new().set("width", "100%").set("height", "100%").set("fill", PAPER));
        self.drawn.into_iter().fold(head, Document::add).to_string() + "\n"
    }

    pub(super) fn text(&mut self, text: &str, (x, y): Point, style: Style) {
        let text = svg::node::element::Text::new(safe(text));
        self.drawn.push(set(text.into(), (x, y), style));
    }

    /// A text, shortened at its end where it does not fit.
    pub(super) fn short(&mut self, text: &str, at: Point, style: Style, room: i32) {
        self.shortened(text, &style.fitting(text, room), at, style);
    }

    /// A reference, shortened within where it does not fit.
    pub(super) fn reference(&mut self, id: &str, at: Point, style: Style, room: i32) {
        self.shortened(id, &style.fitting_reference(id, room), at, style);
    }

    /// A text that was shortened, with the whole of it where a pointer rests on it.
    fn shortened(&mut self, text: &str, short: &str, at: Point, style: Style) {
        if short == text {
            return self.text(text, at, style);
        }
        let drawn = svg::node::element::Text::new(safe(short));
        let group = Group::new().add(Title::new(safe(text))).add(set(drawn.into(), at, style));
        self.drawn.push(group.into());
    }

    pub(super) fn line(&mut self, from: Point, to: Point, ink: Ink, wide: i32) {
        self.drawn.push(stroke(from, to, ink, wide).into());
    }

    pub(super) fn dashes(&mut self, from: Point, to: Point, ink: Ink, wide: i32) {
        self.drawn.push(stroke(from, to, ink, wide).set("stroke-dasharray", "5 4").into());
    }

    /// A line through points, solid or in dashes.
    pub(super) fn series(&mut self, points: &[Point], ink: Ink, dashes: &str) {
        let series = Polyline::new().set("points", corners(points)).set("fill", "none").set("stroke", ink);
        let series = series.set("stroke-width", 3).set("stroke-linejoin", "round").set("stroke-dasharray", dashes);
        self.drawn.push(series.into());
    }

    /// A curve, as the commands of SVG write it.
    pub(super) fn curve(&mut self, commands: String, ink: Ink, wide: i32, dashes: &str) {
        let curve = Path::new().set("d", commands).set("fill", "none").set("stroke-dasharray", dashes);
        self.drawn.push(curve.set("stroke", ink).set("stroke-width", wide).into());
    }

    /// A block between two corners.
    pub(super) fn block(&mut self, from: Point, to: Point, fill: Ink) {
        self.drawn.push(block(from, to).set("fill", fill).into());
    }

    /// A block that lets what lies below it through, and says what it is where a pointer rests on it.
    pub(super) fn tint(&mut self, from: Point, to: Point, fill: Ink, says: &str) {
        let tint = block(from, to).set("fill", fill).set("fill-opacity", "0.14");
        self.drawn.push(tint.add(Title::new(safe(says))).into());
    }

    /// A block with an edge, which says what it is where a pointer rests on it.
    pub(super) fn bar(&mut self, from: Point, to: Point, fill: Ink, edge: Ink, says: &str) {
        let bar = block(from, to).set("fill", fill).set("stroke", edge);
        self.drawn.push(bar.add(Title::new(safe(says))).into());
    }

    /// A block with round corners.
    pub(super) fn pill(&mut self, from: Point, to: Point, fill: Ink, edge: Ink) {
        self.drawn.push(block(from, to).set("rx", 10).set("fill", fill).set("stroke", edge).set("stroke-width", 2).into());
    }

    pub(super) fn disc(&mut self, (x, y): Point, radius: i32, fill: Ink) {
        self.drawn.push(Circle::new().set("cx", x).set("cy", y).set("r", radius).set("fill", fill).into());
    }

    pub(super) fn ring(&mut self, (x, y): Point, radius: i32, ink: Ink, wide: i32) {
        let ring = Circle::new().set("cx", x).set("cy", y).set("r", radius).set("fill", "none");
        self.drawn.push(ring.set("stroke", ink).set("stroke-width", wide).into());
    }

    pub(super) fn polygon(&mut self, points: &[Point], fill: Ink) {
        self.drawn.push(Polygon::new().set("points", corners(points)).set("fill", fill).into());
    }

    /// A shape that is open: an edge on paper.
    pub(super) fn outline(&mut self, points: &[Point], ink: Ink, wide: i32) {
        let outline = Polygon::new().set("points", corners(points)).set("fill", PAPER);
        self.drawn.push(outline.set("stroke", ink).set("stroke-width", wide).into());
    }

    /// A cross.
    pub(super) fn cross(&mut self, (x, y): Point, size: i32, ink: Ink, wide: i32) {
        self.line((x - size, y - size), (x + size, y + size), ink, wide);
        self.line((x - size, y + size), (x + size, y - size), ink, wide);
    }
}

fn set(text: Element, (x, y): Point, Style { size, ink, anchor, bold, halo }: Style) -> Element {
    let mut text = text;
    let attributes = text.get_attributes_mut();
    for (name, value) in [("x", x), ("y", y), ("font-size", size)] {
        attributes.insert(name.to_owned(), value.into());
    }
    // Its middle lies at the height that was asked for.
    attributes.insert("dy".to_owned(), "0.35em".into());
    attributes.insert("fill".to_owned(), ink.into());
    if anchor != "start" {
        attributes.insert("text-anchor".to_owned(), anchor.into());
    }
    if let Some(ground) = halo {
        for (name, value) in
            [("stroke", ground), ("stroke-width", "4"), ("stroke-linejoin", "round"), ("paint-order", "stroke")]
        {
            attributes.insert(name.to_owned(), value.into());
        }
    }
    if bold {
        attributes.insert("font-weight".to_owned(), "bold".into());
    }
    text
}

fn stroke((x1, y1): Point, (x2, y2): Point, ink: Ink, wide: i32) -> Line {
    Line::new().set("x1", x1).set("y1", y1).set("x2", x2).set("y2", y2).set("stroke", ink).set("stroke-width", wide)
}

fn block((left, top): Point, (right, bottom): Point) -> Rectangle {
    let (wide, high) = ((right - left).max(0), (bottom - top).max(0));
    Rectangle::new().set("x", left).set("y", top).set("width", wide).set("height", high)
}

fn corners(points: &[Point]) -> String {
    let each: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    each.join(" ")
}

fn patterns() -> Definitions {
    let tile = |id: &str| {
        let tile = Pattern::new().set("id", id).set("width", 7).set("height", 7).set("patternUnits", "userSpaceOnUse");
        tile.add(Rectangle::new().set("width", 7).set("height", 7).set("fill", PAPER))
    };
    let slanted = stroke((-1, 8), (8, -1), FAINT, 1);
    let corner = |x, y| Circle::new().set("cx", x).set("cy", y).set("r", 1).set("fill", FAINT);
    Definitions::new()
        .add(tile("practice-cycle-hatched").add(slanted))
        .add(tile("practice-cycle-dotted").add(corner(2, 2)).add(corner(5, 5)))
}

/// A text in which every character only shows: no control character, none that XML cannot hold, and none that changes the
/// direction of what follows.
fn safe(text: &str) -> String {
    let acts = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    text.chars().map(|letter| if acts(letter) { '\u{fffd}' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_the_room_there_is() {
        let style = plain(12, INK);
        assert_eq!(style.fitting("contract-1", 200), "contract-1");
        let cut = style.fitting("contract-with-a-long-name", 100);
        assert!(cut.starts_with("contract-") && cut.ends_with('…') && style.width(&cut) <= 100, "{cut}");
        assert_eq!(style.fitting("contract-1", 3), "");
        let cut = style.fitting_reference("contract-with-a-long-name-17", 100);
        assert!(cut.starts_with("con") && cut.ends_with("…ame-17") && style.width(&cut) <= 100, "{cut}");
        assert_eq!(style.fitting_reference("c-1", 100), "c-1");
    }

    #[test]
    fn what_is_written_is_text_and_nothing_else() {
        let mut canvas = Canvas::new(100);
        canvas.text("a<b>&\"\u{1}\u{202e}", (0, 0), plain(12, INK));
        let drawn = canvas.finish(100, "<t>", "d&d");
        assert!(drawn.contains("a&lt;b&gt;&amp;") && !drawn.contains(['\u{1}', '\u{202e}']), "{drawn}");
        assert!(drawn.contains("&lt;t&gt;") && drawn.contains("d&amp;d"), "{drawn}");
    }
}
