//! Days past due, buckets and risk classification: tables that are data, with the usual defaults.

use serde::{Deserialize, Serialize};

/// Buckets by days past due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Buckets(Vec<Bucket>);

/// One bucket: from so many days past due, up to the next bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// The first day that belongs to it.
    pub from_days: u32,
    /// What it is called.
    pub name: String,
}

impl Buckets {
    /// A table; rows may come in any order.
    #[must_use]
    pub fn new(mut rows: Vec<Bucket>) -> Buckets {
        rows.sort_by_key(|b| b.from_days);
        Buckets(rows)
    }

    /// The bucket of so many days past due, empty when the table has none for it.
    #[must_use]
    pub fn of(&self, days_past_due: u32) -> &str {
        self.0.iter().rev().find(|b| b.from_days <= days_past_due).map_or("", |b| &b.name)
    }
}

fn table(rows: &[(u32, &str)]) -> Buckets {
    Buckets(rows.iter().map(|(from_days, name)| Bucket { from_days: *from_days, name: (*name).to_owned() }).collect())
}

/// M0, M1 (1–30), M2 (31–60), M3 (61–90), M4+.
impl Default for Buckets {
    fn default() -> Self {
        table(&[(0, "M0"), (1, "M1"), (31, "M2"), (61, "M3"), (91, "M4+")])
    }
}

/// The five classes of loan risk (五级分类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskClass {
    /// 正常
    Normal,
    /// 关注
    SpecialMention,
    /// 次级
    Substandard,
    /// 可疑
    Doubtful,
    /// 损失
    Loss,
}

/// From how many days past due each class begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classification {
    /// First day of special mention.
    pub special_mention: u32,
    /// First day of substandard.
    pub substandard: u32,
    /// First day of doubtful.
    pub doubtful: u32,
    /// First day of loss.
    pub loss: u32,
}

/// 0 / 1–90 / 91–270 / 271–360 / beyond.
impl Default for Classification {
    fn default() -> Self {
        Classification { special_mention: 1, substandard: 91, doubtful: 271, loss: 361 }
    }
}

impl Classification {
    /// The class of so many days past due.
    #[must_use]
    pub fn of(&self, days_past_due: u32) -> RiskClass {
        match days_past_due {
            d if d >= self.loss => RiskClass::Loss,
            d if d >= self.doubtful => RiskClass::Doubtful,
            d if d >= self.substandard => RiskClass::Substandard,
            d if d >= self.special_mention => RiskClass::SpecialMention,
            _ => RiskClass::Normal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_find_their_bucket_and_class() {
        use RiskClass::{Doubtful, Loss, Normal, SpecialMention, Substandard};
        let days = [0, 1, 30, 31, 60, 90, 91, 400];
        assert_eq!(
            days.map(|d| Buckets::default().of(d).to_owned()),
            ["M0", "M1", "M1", "M2", "M2", "M3", "M4+", "M4+"]
        );
        assert_eq!(
            [0, 1, 90, 91, 270, 271, 360, 361].map(|d| Classification::default().of(d)),
            [Normal, SpecialMention, SpecialMention, Substandard, Substandard, Doubtful, Doubtful, Loss]
        );
    }
}
