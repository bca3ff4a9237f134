package io.tierwise.study;

import java.util.List;

/// Names the strategies worth confirming after the comparison.
public interface Finalists {
    /// The winner first, then the runner-up; fewer if there are not two.
    List<String> of(StudyRecord comparison);
}
