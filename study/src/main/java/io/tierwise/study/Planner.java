package io.tierwise.study;

import java.util.List;
import java.util.Optional;

/// Decides what is measured next.
///
/// It is asked again after every block and sees what the journal holds, so a resumed study goes on
/// where it stopped.
public interface Planner {
    /// The next block of trials; empty when measuring is over.
    Optional<Block> next(Progressed progressed);

    /// What has been done so far, as a planner sees it.
    interface Progressed {
        /// Whether `block` has ended, or was given up because its strategy failed.
        boolean done(Block block);

        /// Whether `strategy` failed and is to be left alone.
        boolean failed(String strategy);

        /// Every trial of the comparison, in the order they ended.
        List<Observation> observations();

        /// Writes down why a strategy stops, or runs again.
        void decided(Stop stop);

        /// Makes strategies that nobody asked for, so that blocks can name them. One that cannot be made has
        /// [#failed(String)].
        ///
        /// @return the study with what is known of them now: accuracies, memory, least times on the wire
        StudyRecord add(List<Addition> additions);
    }
}
