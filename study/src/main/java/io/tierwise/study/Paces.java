package io.tierwise.study;

import io.tierwise.operators.Pace;
import java.util.List;

/// Where operators learn how fast a model runs on the tiers of a study.
interface Paces {

    /// The pace of a model, or of its parts, on these tiers.
    ///
    /// @param tiers of the parts in order
    Pace on(List<String> tiers);

    /// Tiers with equal keys choose alike.
    String key(List<String> tiers);
}
