package io.tierwise.study;

import io.tierwise.data.Preprocessing;
import io.tierwise.study.StudyNode.Mapping;
import io.tierwise.study.StudyNode.Scalar;
import io.tierwise.study.StudyNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads `preprocess`, keys and values or one text, by way of the text form that [Preprocessing] reads.
final class PreprocessSection {
    private PreprocessSection() {}

    /// Empty where something is wrong, which has been reported then.
    static Optional<Preprocessing> read(Fields study) {
        Optional<StudyNode> node = study.at("preprocess");
        if (node.isEmpty()) {
            return Optional.of(Preprocessing.NONE);
        }
        StudyNode value = node.get();
        return value instanceof Mapping
                ? study.mapping(value).flatMap(PreprocessSection::ofKeys)
                : study.scalar(value).flatMap(text -> study.attempt(text, () -> Preprocessing.parse(text.text())));
    }

    /// Each key is read alone first, so that a fault has its place.
    private static Optional<Preprocessing> ofKeys(Fields steps) {
        List<String> items = new ArrayList<>();
        boolean whole = true;
        for (String key : steps.keys()) {
            if (StudySchema.published()
                    .root()
                    .at("/properties/preprocess/properties")
                    .path(key)
                    .isMissingNode()) {
                continue;
            }
            Optional<String> item = steps.at(key).flatMap(value -> item(steps, key, value));
            whole &= item.isPresent();
            item.ifPresent(items::add);
        }
        return whole
                ? steps.attempt(steps.node(), () -> Preprocessing.parse(String.join(",", items)))
                : Optional.empty();
    }

    private static Optional<String> item(Fields steps, String key, StudyNode value) {
        List<StudyNode> values = value instanceof Sequence sequence ? sequence.items() : List.of(value);
        String joined = values.stream()
                .flatMap(one -> steps.scalar(one).stream())
                .map(Scalar::text)
                .collect(Collectors.joining(":"));
        if (joined.indexOf(',') >= 0) {
            steps.faults().add(value, "several values are a list: [0.5, 0.4, 0.3]");
            return Optional.empty();
        }
        String item = key + "=" + joined;
        return steps.attempt(value, () -> Preprocessing.parse(item)).map(read -> item);
    }
}
