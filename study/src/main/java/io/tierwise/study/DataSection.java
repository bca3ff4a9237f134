package io.tierwise.study;

import io.tierwise.data.Role;
import io.tierwise.data.RoleSplit;
import io.tierwise.data.Share;
import io.tierwise.study.StudyData.Divided;
import io.tierwise.study.StudyData.Files;
import io.tierwise.study.StudyData.PerRole;
import io.tierwise.study.StudyNode.Scalar;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `data`.
final class DataSection {
    private final Fields data;
    private final NearbyFiles nearby;

    private DataSection(Fields data, NearbyFiles nearby) {
        this.data = data;
        this.nearby = nearby;
    }

    /// Empty where something is wrong, which has been reported then.
    static Optional<StudyData> read(Fields data, NearbyFiles nearby) {
        return new DataSection(data, nearby).read();
    }

    private Optional<StudyData> read() {
        List<Role> roles = Arrays.stream(Role.values())
                .filter(role -> data.has(role.word()))
                .toList();
        if (roles.isEmpty()) {
            return divided();
        }
        for (String key : List.of("samples", "labels", "masks", "split")) {
            data.at(key)
                    .ifPresent(
                            value -> data.faults()
                                    .add(
                                            value,
                                            "'" + key
                                                    + "' is for one set of samples that is divided; here the roles have sets of their own. Keep one way"));
        }
        return perRole(roles);
    }

    private Optional<StudyData> divided() {
        if (!data.has("samples")) {
            data.faults()
                    .add(
                            data.node(),
                            "'samples' is missing: give samples that are divided among the roles, or a set for each"
                                    + " role such as 'evaluation: {samples: .., labels: ..}'");
            return Optional.empty();
        }
        Optional<Files> files = files(data);
        Map<Role, Share> shares = data.mapping("split").map(this::shares).orElse(RoleSplit.DEFAULT_SHARES);
        return files.map(found -> new Divided(found, shares));
    }

    private Optional<StudyData> perRole(List<Role> roles) {
        Map<Role, Files> sets = new EnumMap<>(Role.class);
        for (Role role : roles) {
            data.mapping(role.word()).flatMap(this::files).ifPresent(files -> sets.put(role, files));
        }
        if (!roles.contains(Role.EVALUATION)) {
            data.faults()
                    .add(data.node(), "'evaluation' is missing: figures are reported from evaluation samples only");
        }
        return sets.keySet().containsAll(roles) && roles.contains(Role.EVALUATION)
                ? Optional.of(new PerRole(sets))
                : Optional.empty();
    }

    private Map<Role, Share> shares(Fields split) {
        Map<Role, Share> shares = new EnumMap<>(Role.class);
        double sum = 0;
        for (Role role : Role.values()) {
            Optional<Share> share =
                    split.scalar(role.word()).flatMap(found -> split.attempt(found, () -> Share.parse(found.text())));
            share.ifPresent(found -> shares.put(role, found));
            sum += share.map(found -> found instanceof Share.Fraction(double value) ? value : 0.0)
                    .orElse(0.0);
        }
        if (sum > 1 + 1e-9) {
            split.faults()
                    .add(
                            split.node(),
                            "the shares add up to " + Math.round(sum * 1000) / 10.0 + "%, more than all samples");
        }
        return shares;
    }

    private Optional<Files> files(Fields set) {
        Optional<Scalar> labels = set.scalar("labels");
        Optional<Scalar> masks = set.scalar("masks");
        if (labels.isPresent() && masks.isPresent()) {
            set.faults()
                    .add(
                            masks.get(),
                            "'labels' and 'masks' are both given; keep 'labels' for one class a sample,"
                                    + " 'masks' for one class a pixel");
        }
        Optional<Scalar> named = labels.or(() -> masks);
        Optional<Path> truth = named.flatMap(nearby::existing);
        Optional<Path> samples = set.scalar("samples").flatMap(nearby::existing);
        return named.isPresent() && truth.isEmpty() ? Optional.empty() : samples.map(found -> new Files(found, truth));
    }
}
