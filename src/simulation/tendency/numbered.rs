//! What tendencies keep of things, found by their number.

/// What stands in a list by number, with room for those below it.
pub(super) fn grown<T: Default>(list: &mut Vec<T>, number: u32) -> Option<&mut T> {
    let place = number as usize;
    if list.len() <= place {
        list.resize_with(place + 1, T::default);
    }
    list.get_mut(place)
}

/// Puts something in its place by number.
pub(super) fn put<T: Default>(list: &mut Vec<T>, number: u32, value: T) {
    if let Some(slot) = grown(list, number) {
        *slot = value;
    }
}
