package io.tierwise.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A cell with all that no rate and no share changes.
///
/// @param partMemory bytes each part needs
/// @param memoryBytes of the part that needs most, measured where it was
/// @param admitted whether it keeps the goals that are not about time
/// @param factor to the ends of its interval, on the study's own tiers and links
/// @param measured whether it ran
/// @param movedNanos what its measured median has above the forecast; 0 where it did not run
record WorkedCell(
        Cell cell,
        CellTimes times,
        List<Double> partMemory,
        double memoryBytes,
        boolean admitted,
        OptionalDouble factor,
        boolean measured,
        double movedNanos) {

    WorkedCell {
        partMemory = List.copyOf(partMemory);
    }

    boolean fits(Placement placement) {
        for (int part = 0; part < partMemory.size(); part++) {
            if (placement.memoryBytes().get(part) < partMemory.get(part)) {
                return false;
            }
        }
        return true;
    }

    /// Never less than the wire takes alone.
    double nanos(Placement placement) {
        return measured
                ? Math.max(movedNanos + times.nanos(placement), times.wireNanos(placement))
                : times.nanos(placement);
    }

    /// Those that are the fastest somewhere: leaves out each that another, as accurate on the same tiers, takes no more
    /// of anything than, whatever the rates and shares. What was measured stays.
    static List<WorkedCell> contenders(List<WorkedCell> all) {
        List<WorkedCell> contenders =
                new ArrayList<>(all.stream().filter(WorkedCell::measured).toList());
        Map<List<Object>, List<WorkedCell>> alike = all.stream()
                .filter(worked -> !worked.measured)
                .sorted(Comparator.comparingDouble(worked -> worked.times.sum()))
                .collect(Collectors.groupingBy(
                        worked -> List.of(worked.cell.tiers(), Admission.key(worked.cell)),
                        LinkedHashMap::new,
                        Collectors.toList()));
        for (List<WorkedCell> group : alike.values()) {
            List<WorkedCell> front = new ArrayList<>();
            for (WorkedCell worked : group) {
                if (front.stream().noneMatch(other -> other.takesNoMoreThan(worked))) {
                    front.add(worked);
                }
            }
            contenders.addAll(front);
        }
        return List.copyOf(contenders);
    }

    private boolean takesNoMoreThan(WorkedCell other) {
        return times.takeNoMoreThan(other.times)
                && IntStream.range(0, partMemory.size())
                        .allMatch(part -> partMemory.get(part) <= other.partMemory.get(part));
    }
}
