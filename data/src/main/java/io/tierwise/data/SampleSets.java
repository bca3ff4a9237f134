package io.tierwise.data;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// One set of samples for each role, counted through in the order of the roles; ids begin with the role.
record SampleSets(Map<Role, SampleSet> sets) implements SampleSet {
    SampleSets {
        sets = Collections.unmodifiableMap(new EnumMap<>(sets));
    }

    private record Place(Role role, SampleSet set, int index) {}

    private Place place(int index) {
        int rest = index;
        for (Map.Entry<Role, SampleSet> entry : sets.entrySet()) {
            if (rest < entry.getValue().size()) {
                return new Place(entry.getKey(), entry.getValue(), rest);
            }
            rest -= entry.getValue().size();
        }
        throw new IndexOutOfBoundsException("There is no sample " + index + " of " + size() + ".");
    }

    @Override
    public int size() {
        return sets.values().stream().mapToInt(SampleSet::size).sum();
    }

    @Override
    public Sample get(int index) {
        Place place = place(index);
        Sample sample = place.set().get(place.index());
        return new Sample(place.role().word() + "/" + sample.id(), sample.input(), sample.label());
    }

    @Override
    public Label label(int index) {
        Place place = place(index);
        return place.set().label(place.index());
    }

    @Override
    public OptionalInt classOf(int index) {
        Place place = place(index);
        return place.set().classOf(place.index());
    }

    @Override
    public String describe() {
        return sets.entrySet().stream()
                .map(entry -> entry.getKey().word() + ": " + entry.getValue().describe())
                .collect(Collectors.joining("; "));
    }
}
