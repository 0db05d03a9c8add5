//! Several processes that start at once over a database in which there is nothing.

use crate::common::database;
use crate::program::Program;

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_make_the_tables_once() {
    for _ in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let database = &database(folder.path()).await;
        let folders = [0; 3].map(|_| tempfile::tempdir().unwrap());
        let programs = std::thread::scope(|scope| {
            // Each says the address that it listens on, or the test fails.
            let starting =
                folders.each_ref().map(|folder| scope.spawn(move || Program::start(folder.path(), database, None)));
            starting.map(|program| program.join().unwrap())
        });
        for program in programs {
            program.kill();
        }
    }
}
