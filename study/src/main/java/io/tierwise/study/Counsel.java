package io.tierwise.study;

import java.util.List;

/// Who decides: what is measured next, and what is worth confirming.
public interface Counsel {
    /// Whoever chooses block after block.
    ///
    /// @param before everything known before the first trial: accuracies, memory, least times on the
    ///     wire
    Planner planner(StudyRecord before, Course course);

    /// The strategies to confirm: the winner first, then the runner-up; fewer if there are not two.
    List<String> finalists(StudyRecord comparison);
}
