//! Work in several threads, whose results are taken in the order of their numbers.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;

/// How many results of a thread may wait to be taken: few, so that a long run needs no more memory than a short one.
const ROOM: usize = 4;

/// Makes something of each number, in several threads, and takes what was made in the order of the numbers, until told to stop.
///
/// Each of *n* threads has every *n*th number, and a channel of its own. So nothing has to be put in order, and a thread that is ahead
/// waits.
pub(super) fn in_order<T: Send>(
    numbers: impl Iterator<Item = u32> + Clone + Send,
    threads: NonZeroUsize,
    make: impl Fn(u32) -> T + Sync,
    mut take: impl FnMut(u32, T) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let threads = threads.get();
    // Where there are no threads, one is enough.
    if threads == 1 {
        return numbers.into_iter().try_for_each(|number| take(number, make(number)));
    }
    std::thread::scope(|scope| {
        let makes = (0..threads).map(|first| {
            let (send, made) = sync_channel(ROOM);
            let (numbers, make) = (numbers.clone(), &make);
            scope.spawn(move || {
                for number in numbers.skip(first).step_by(threads) {
                    if send.send(make(number)).is_err() {
                        break;
                    }
                }
            });
            made
        });
        let makes: Vec<_> = makes.collect();
        numbers.clone().zip(makes.iter().cycle()).try_for_each(|(number, made)| match made.recv() {
            Ok(made) => take(number, made),
            // The thread panicked; the scope passes that on.
            Err(_) => ControlFlow::Break(()),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn results_come_in_order_and_no_thread_runs_far_ahead() {
        for threads in [1, 2, 3, 8] {
            let (begun, mut taken) = (AtomicU32::new(0), Vec::new());
            let make = |number| {
                begun.fetch_add(1, Ordering::SeqCst);
                number * 2
            };
            let done = in_order(5..205, NonZeroUsize::new(threads).unwrap(), make, |number, made| {
                taken.push(number);
                assert_eq!(made, number * 2);
                let ahead = begun.load(Ordering::SeqCst) as usize - taken.len();
                assert!(ahead <= threads * (ROOM + 2), "{ahead} wait");
                ControlFlow::Continue(())
            });
            assert_eq!((done, taken), (ControlFlow::Continue(()), (5..205).collect()));
        }
    }

    #[test]
    fn a_stop_stops_all_threads() {
        for threads in [1, 4] {
            let mut taken = 0;
            let done = in_order(
                0..u32::MAX,
                NonZeroUsize::new(threads).unwrap(),
                |number| number,
                |_, _| {
                    taken += 1;
                    if taken == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!((done, taken), (ControlFlow::Break(()), 10));
        }
    }
}
