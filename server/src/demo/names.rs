//! Names that could be real and are not.

use rand::{Rng, rngs::StdRng, seq::IndexedRandom};

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高",
    "罗", "欧阳", "上官",
];
const GIVEN: &[&str] = &[
    "建国", "秀英", "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
    "超", "霞", "平", "桂英", "志强", "晓东", "雅琴", "文博", "子涵", "海燕",
];
const ENGLISH_GIVEN: &[&str] =
    &["Emily", "James", "Olivia", "Daniel", "Grace", "Thomas", "Amelia", "Samuel", "Hannah", "Oscar", "Ruth", "Peter"];
const ENGLISH_SURNAMES: &[&str] =
    &["Carter", "Nguyen", "Okafor", "Fischer", "Murphy", "Silva", "Novak", "Haddad", "Larsen", "Whitfield"];
const PLACES: &[&str] = &["江岸", "东湖", "临港", "青山", "南关", "云溪", "永安", "锦江", "北塔", "石桥"];
const TRADES: &[&str] =
    &["机械", "食品", "纺织", "物流", "五金", "餐饮", "建材", "农业", "印务", "电子", "汽修", "包装"];
const FORMS: &[&str] = &["有限公司", "商行", "合作社", "经营部"];
const ENGLISH_TRADES: &[&str] = &["Machining", "Foods", "Logistics", "Printing", "Textiles", "Catering", "Packaging"];

fn one<'a>(of: &[&'a str], rng: &mut StdRng) -> &'a str {
    of.choose(rng).copied().unwrap_or("")
}

/// A person's name, Chinese or English.
pub(super) fn person(english: bool, rng: &mut StdRng) -> String {
    if english {
        format!("{} {}", one(ENGLISH_GIVEN, rng), one(ENGLISH_SURNAMES, rng))
    } else {
        format!("{}{}", one(SURNAMES, rng), one(GIVEN, rng))
    }
}

/// A small company's name.
pub(super) fn company(english: bool, rng: &mut StdRng) -> String {
    if english {
        format!("{} {} Ltd", one(ENGLISH_SURNAMES, rng), one(ENGLISH_TRADES, rng))
    } else {
        let number = if rng.random_ratio(1, 4) { "第二" } else { "" };
        format!("{}{}{number}{}", one(PLACES, rng), one(TRADES, rng), one(FORMS, rng))
    }
}
