//! Numbers that look random and are the same on every run: SplitMix64 (Steele, Lea and Flood 2014).
#![allow(dead_code, reason = "each test uses some of these words")]

pub struct Seeded(u64);

impl Seeded {
    /// The stream of one case: neighbouring cases share nothing.
    pub fn of(seed: u64, case: u64) -> Seeded {
        let mut stream = Seeded(seed ^ case.wrapping_mul(0xD134_2543_DE82_EF95));
        stream.next();
        stream
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).expect("low is not above high") + 1;
        low + i64::try_from(self.next() % width).expect("less than the width")
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count).expect("a count")).expect("less than the count")
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// True once in so many.
    pub fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}
