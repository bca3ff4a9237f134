package io.tierwise.study;

import io.tierwise.operators.CodecPace;
import io.tierwise.operators.Pace;
import java.util.List;

/// Where operators learn how fast a model runs on the tiers of a study, and how fast tensors are coded.
interface Paces {

    /// The pace of a model, or of its parts, on these tiers.
    ///
    /// @param tiers of the parts in order
    Pace on(List<String> tiers);

    /// The pace of codecs on one core that is not slowed: whoever asks brings it to a tier's share.
    CodecPace ofCodecs();

    /// Tiers with equal keys choose alike.
    String key(List<String> tiers);
}
