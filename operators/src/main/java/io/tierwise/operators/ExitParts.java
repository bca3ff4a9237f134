package io.tierwise.operators;

import io.tierwise.exits.ExitCandidate;
import io.tierwise.onnx.Cut;
import io.tierwise.runtime.Gate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parts of a model that is cut between places and behind exits.
///
/// @param parts those that end with an exit's tap have its gate, closed
/// @param places where each runs, from 0
record ExitParts(List<Part> parts, List<Integer> places) {

    /// Cuts a model.
    ///
    /// @param between cuts of the model without its heads, at which the place changes
    /// @throws OperatorException when a cut and an exit do not lie one behind the other
    static ExitParts of(Uncut uncut, Shapes shapes, List<Cut> between) {
        NamedCuts named = new NamedCuts(uncut.trunk(), shapes);
        List<Cut> all = new ArrayList<>(between);
        Map<ExitOutputs, Cut> taps = new LinkedHashMap<>();
        for (ExitOutputs exit : uncut.exits()) {
            Cut tap = named.tap(exit.tap()).cut();
            Cut known = all.stream()
                    .filter(cut -> cut.head().equals(tap.head()))
                    .findFirst()
                    .orElse(tap);
            taps.put(exit, known);
            if (!all.contains(known)) {
                all.add(known);
            }
        }
        all.sort((first, second) -> order(first, second));
        Map<String, Integer> early = new LinkedHashMap<>();
        Map<Integer, Gate> gates = new LinkedHashMap<>();
        taps.forEach((exit, cut) -> {
            early.put(exit.answer(), all.indexOf(cut));
            early.put(exit.confidence(), all.indexOf(cut));
            gates.put(all.indexOf(cut), new Gate(exit.confidence(), exit.answer(), ExitCandidate.NEVER));
        });
        List<Part> parts = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int place = 0;
        for (Part part : CutParts.of(uncut, shapes, all, early)) {
            int at = parts.size();
            Gate gate = gates.get(at);
            parts.add(gate == null ? part : part.withGate(gate));
            places.add(place);
            place += at < all.size() && between.contains(all.get(at)) ? 1 : 0;
        }
        return new ExitParts(parts, places);
    }

    private static int order(Cut first, Cut second) {
        if (first.equals(second)) {
            return 0;
        }
        if (!first.isBefore(second) && !second.isBefore(first)) {
            throw new OperatorException("an exit behind '" + String.join("+", first.tensors()) + "' and a cut at '"
                    + String.join("+", second.tensors()) + "' do not lie one behind the other; name other tensors");
        }
        return first.isBefore(second) ? -1 : 1;
    }
}
