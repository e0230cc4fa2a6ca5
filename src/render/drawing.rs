//! Boxes and the lines between them, laid out in the plane: whole pixels, the same from the same input on every machine.
//!
//! `force_graph` finds the places, as if related boxes pulled each other and all of them pushed each other away. What it does
//! not know is that boxes are wide and lines should not run through them: that is settled here.

use std::collections::HashMap;

use force_graph::{DefaultNodeIdx, ForceGraph, NodeData, SimulationParameters};

/// Steps until the boxes rest.
const STEPS: usize = 400;
/// The time of one step, in the measure of the simulation.
const STEP: f32 = 0.035;
/// Names are wide and lines of text are low: the plane is stretched accordingly.
const STRETCH: (f32, f32) = (1.55, 0.92);
/// The least distance between two boxes.
const GAP: (f32, f32) = (28.0, 34.0);
/// Rounds of pushing boxes apart.
const ROUNDS: usize = 400;
/// The empty edge of the drawing.
const EDGE: f32 = 10.0;
/// Between lines that join the same boxes.
const BESIDE: f32 = 7.0;
/// How far a line is bent, either way, so that it does not run through a box.
const BENDS: [f32; 9] = [0.0, 36.0, -36.0, 72.0, -72.0, 120.0, -120.0, 180.0, -180.0];
/// How many points of a line are looked at.
const SAMPLES: u8 = 24;

type Point = (f32, f32);

/// A box by its size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub width: f32,
    pub height: f32,
}

/// What to draw where.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Drawing {
    pub width: i32,
    pub height: i32,
    /// The upper left corner of each box.
    pub boxes: Vec<(i32, i32)>,
    /// The path of each line.
    pub lines: Vec<String>,
}

/// Lays out boxes and the lines between them. Several lines may join the same two boxes.
pub(super) fn draw(sizes: &[Size], lines: &[(usize, usize)]) -> Drawing {
    let mut at = places(sizes.len(), lines);
    push_apart(sizes, &mut at);
    let plane = Plane { sizes, at: &at };
    let curves = plane.curves(lines);
    let corners = sizes.iter().zip(&at).flat_map(|(s, p)| {
        let (x, y) = (s.width / 2.0, s.height / 2.0);
        [(p.0 - x, p.1 - y), (p.0 + x, p.1 + y)]
    });
    let points: Vec<Point> = corners.chain(curves.iter().flat_map(Curve::samples)).collect();
    let least = |of: fn(&Point) -> f32| points.iter().map(of).fold(f32::MAX, f32::min) - EDGE;
    let most = |of: fn(&Point) -> f32| points.iter().map(of).fold(f32::MIN, f32::max) + EDGE;
    let (left, top) = (least(|p| p.0), least(|p| p.1));
    let whole = |p: Point| (pixel(p.0 - left), pixel(p.1 - top));
    Drawing {
        width: pixel(most(|p| p.0) - left),
        height: pixel(most(|p| p.1) - top),
        boxes: sizes.iter().zip(&at).map(|(s, p)| whole((p.0 - s.width / 2.0, p.1 - s.height / 2.0))).collect(),
        lines: curves.iter().map(|c| c.path(whole)).collect(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a drawing is some thousand pixels wide")]
fn pixel(value: f32) -> i32 {
    value.round() as i32
}

/// Where the centres of the boxes come to rest. They start on a spiral, whoever has most lines in its middle.
fn places(count: usize, lines: &[(usize, usize)]) -> Vec<Point> {
    let mut degree = vec![0_usize; count];
    for (a, b) in lines {
        degree[*a] += 1;
        degree[*b] += 1;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(degree[*i]), *i));
    let mut start = vec![(0.0, 0.0); count];
    for (place, i) in spiral().zip(order) {
        start[i] = place;
    }
    let mut graph = <ForceGraph>::new(SimulationParameters { damping_factor: 0.8, ..SimulationParameters::default() });
    let nodes: Vec<DefaultNodeIdx> =
        start.iter().map(|(x, y)| graph.add_node(NodeData { x: *x, y: *y, ..NodeData::default() })).collect();
    // Everybody is held by the middle, so that nobody without lines drifts away. It has no mass: it pushes nobody.
    let middle = graph.add_node(NodeData { x: 1.0, y: 1.0, mass: 0.0, is_anchor: true, ..NodeData::default() });
    for node in &nodes {
        graph.add_edge(*node, middle, force_graph::EdgeData::default());
    }
    for (a, b) in lines {
        graph.add_edge(nodes[*a], nodes[*b], force_graph::EdgeData::default());
    }
    for _ in 0..STEPS {
        graph.update(STEP);
    }
    let mut at = Vec::with_capacity(count);
    graph.visit_nodes(|node| at.push((node.x() * STRETCH.0, node.y() * STRETCH.1)));
    at.truncate(count);
    at
}

/// The points of a square spiral, slightly skewed: where everything is in line, nothing gets out of it.
fn spiral() -> impl Iterator<Item = Point> {
    let (mut at, mut step, mut run, mut left, mut turns) = ((0.0, 0.0), (150.0_f32, 7.0_f32), 1_usize, 1_usize, 0_usize);
    std::iter::from_fn(move || {
        let point = at;
        at = (at.0 + step.0, at.1 + step.1);
        left -= 1;
        if left == 0 {
            step = (-step.1, step.0);
            turns += 1;
            run += usize::from(turns % 2 == 0);
            left = run;
        }
        Some(point)
    })
}

/// Moves boxes that overlap or nearly touch, each pair along the shorter way.
fn push_apart(sizes: &[Size], at: &mut [Point]) {
    for _ in 0..ROUNDS {
        let mut moved = false;
        for a in 0..at.len() {
            for b in a + 1..at.len() {
                let over_x = f32::midpoint(sizes[a].width, sizes[b].width) + GAP.0 - (at[a].0 - at[b].0).abs();
                let over_y = f32::midpoint(sizes[a].height, sizes[b].height) + GAP.1 - (at[a].1 - at[b].1).abs();
                if over_x < 0.5 || over_y < 0.5 {
                    continue;
                }
                moved = true;
                if over_x < over_y {
                    let way = if at[a].0 <= at[b].0 { over_x / 2.0 } else { -over_x / 2.0 };
                    at[a].0 -= way;
                    at[b].0 += way;
                } else {
                    let way = if at[a].1 <= at[b].1 { over_y / 2.0 } else { -over_y / 2.0 };
                    at[a].1 -= way;
                    at[b].1 += way;
                }
            }
        }
        if !moved {
            return;
        }
    }
}

/// A line: straight, or bent towards a point.
struct Curve {
    from: Point,
    towards: Point,
    to: Point,
}

impl Curve {
    fn samples(&self) -> impl Iterator<Item = Point> {
        (0..=SAMPLES).map(|n| {
            let t = f32::from(n) / f32::from(SAMPLES);
            let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            (a * self.from.0 + b * self.towards.0 + c * self.to.0, a * self.from.1 + b * self.towards.1 + c * self.to.1)
        })
    }

    fn path(&self, whole: impl Fn(Point) -> (i32, i32)) -> String {
        let [(ax, ay), (bx, by), (cx, cy)] = [self.from, self.towards, self.to].map(whole);
        format!("M{ax} {ay}Q{bx} {by} {cx} {cy}")
    }
}

/// The boxes where they are.
struct Plane<'a> {
    sizes: &'a [Size],
    at: &'a [Point],
}

impl Plane<'_> {
    fn curves(&self, lines: &[(usize, usize)]) -> Vec<Curve> {
        let pair = |(a, b): (usize, usize)| (a.min(b), a.max(b));
        let mut together: HashMap<(usize, usize), f32> = HashMap::new();
        for line in lines {
            *together.entry(pair(*line)).or_default() += 1.0;
        }
        let mut drawn: HashMap<(usize, usize), f32> = HashMap::new();
        let mut bends: HashMap<(usize, usize), f32> = HashMap::new();
        let mut curve = |line: &(usize, usize)| {
            let key = pair(*line);
            let nth = drawn.entry(key).or_default();
            let beside = (*nth - (together[&key] - 1.0) / 2.0) * BESIDE;
            *nth += 1.0;
            let bend = *bends.entry(key).or_insert_with(|| self.bend(key));
            // Seen from either end, the same side is the same side.
            let side = if line.0 <= line.1 { 1.0 } else { -1.0 };
            self.curve(*line, beside * side, bend * side)
        };
        lines.iter().map(&mut curve).collect()
    }

    /// How a line between two boxes is bent so that it runs through the fewest others.
    fn bend(&self, (a, b): (usize, usize)) -> f32 {
        let through = |bend: f32| {
            let curve = self.curve((a, b), 0.0, bend);
            let others = (0..self.at.len()).filter(|i| *i != a && *i != b);
            others.filter(|i| curve.samples().any(|p| self.holds(*i, p))).count()
        };
        let mut best = (usize::MAX, 0.0);
        for bend in BENDS {
            let count = through(bend);
            if count < best.0 {
                best = (count, bend);
            }
            if count == 0 {
                break;
            }
        }
        best.1
    }

    /// Whether a point is in a box or close to it.
    fn holds(&self, i: usize, point: Point) -> bool {
        let (size, at) = (self.sizes[i], self.at[i]);
        (point.0 - at.0).abs() < size.width / 2.0 + 6.0 && (point.1 - at.1).abs() < size.height / 2.0 + 6.0
    }

    fn curve(&self, (a, b): (usize, usize), beside: f32, bend: f32) -> Curve {
        let (from, to) = (self.at[a], self.at[b]);
        let way = (to.0 - from.0, to.1 - from.1);
        let length = (way.0 * way.0 + way.1 * way.1).sqrt().max(1.0);
        let across = (-way.1 / length, way.0 / length);
        let moved = |p: Point, by: f32| (p.0 + across.0 * by, p.1 + across.1 * by);
        let (from, to) = (moved(from, beside), moved(to, beside));
        let towards = moved((f32::midpoint(from.0, to.0), f32::midpoint(from.1, to.1)), bend);
        Curve { from: self.border(a, from, towards), towards, to: self.border(b, to, towards) }
    }

    /// Where the way from a point in a box to one outside leaves the box.
    fn border(&self, i: usize, inside: Point, outside: Point) -> Point {
        let (size, at) = (self.sizes[i], self.at[i]);
        let way = (outside.0 - inside.0, outside.1 - inside.1);
        let leave = |inside: f32, way: f32, at: f32, half: f32| {
            if way.abs() < 0.01 { f32::MAX } else { (at + half * way.signum() - inside) / way }
        };
        let share = leave(inside.0, way.0, at.0, size.width / 2.0 + 2.0).min(leave(inside.1, way.1, at.1, size.height / 2.0 + 2.0));
        let share = share.clamp(0.0, 1.0);
        (inside.0 + way.0 * share, inside.1 + way.1 * share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(count: usize) -> Vec<Size> {
        (0..count).map(|i| Size { width: if i % 3 == 0 { 180.0 } else { 110.0 }, height: 36.0 }).collect()
    }

    /// Numbers without a pattern, the same each time.
    fn scattered(count: usize, below: usize) -> Vec<(usize, usize)> {
        let mut seed = 42_u64;
        let mut next = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed % below as u64).unwrap_or_default()
        };
        (0..count).map(|_| (next(), next())).filter(|(a, b)| a != b).collect()
    }

    #[test]
    fn the_same_is_drawn_alike() {
        let lines = scattered(60, 20);
        assert_eq!(draw(&sizes(20), &lines), draw(&sizes(20), &lines));
    }

    #[test]
    fn boxes_do_not_overlap_and_stand_within_the_drawing() {
        for (count, many) in [(2, 0), (2, 9), (7, 12), (12, 60), (40, 40), (40, 400)] {
            let sizes = sizes(count);
            let drawing = draw(&sizes, &scattered(many, count));
            for (i, (a, at)) in sizes.iter().zip(&drawing.boxes).enumerate() {
                let (right, below) = (at.0 + pixel(a.width), at.1 + pixel(a.height));
                assert!(at.0 >= 0 && at.1 >= 0 && right <= drawing.width && below <= drawing.height, "{count} {many} {at:?}");
                for (b, other) in sizes.iter().zip(&drawing.boxes).skip(i + 1) {
                    let apart = other.0 >= right
                        || other.1 >= below
                        || other.0 + pixel(b.width) <= at.0
                        || other.1 + pixel(b.height) <= at.1;
                    assert!(apart, "{count} {many}: {at:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn lines_of_one_pair_do_not_cover_each_other() {
        let drawing = draw(&sizes(3), &[(0, 1), (1, 0), (0, 1), (1, 2)]);
        let different: std::collections::BTreeSet<&String> = drawing.lines.iter().collect();
        assert_eq!(different.len(), 4);
    }
}
