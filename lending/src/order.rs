//! Sorting with little code. The standard library's sorts are made for millions of items and come once for
//! each type: they were a tenth of what a browser loads. Here there are a few dates and at most some
//! thousand events, mostly in order already.

/// Sorts; what is equal keeps its order. `before` says whether the first must stand before the second.
pub(crate) fn sort_by<T: Copy>(items: &mut Vec<T>, before: impl Fn(&T, &T) -> bool) {
    if items.windows(2).all(|pair| !before(&pair[1], &pair[0])) {
        return;
    }
    let mut width = 1;
    while width < items.len() {
        let mut merged = Vec::with_capacity(items.len());
        for pair in items.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([a, rest_of_left @ ..], [b, rest_of_right @ ..]) = (left, right) {
                if before(b, a) {
                    merged.push(*b);
                    right = rest_of_right;
                } else {
                    merged.push(*a);
                    left = rest_of_left;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        *items = merged;
        width *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_order_as_the_standard_librarys_stable_sort() {
        let mut state = 7_u32;
        for count in 0..70 {
            let mut items = Vec::new();
            for place in 0..count {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                items.push((state >> 28, place));
            }
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by(&mut items, |a, b| a.0 < b.0);
            assert_eq!(items, expected);
        }
    }
}
