//! Prints digests of simulated histories and of their sums, line by line: to be compared between machines.

mod digests;

fn main() {
    for line in digests::all() {
        println!("{line}");
    }
}
