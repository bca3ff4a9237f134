package io.tierwise.operators;

import io.tierwise.onnx.Carried;
import io.tierwise.onnx.Model;
import io.tierwise.operators.CodecAdmission.Verdict;
import io.tierwise.operators.CodecPace.Coded;
import io.tierwise.runtime.Codec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chooses cuts together with the codec of each: what costs least where it would run, among what the model's
/// answers stand.
///
/// Whatever a codec does, each byte of a tensor then costs some share of what it costs as it is. So the best
/// cuts for a few such shares are looked at closer: their tensors are really written in every codec, and the
/// cheapest way that is admitted is taken.
final class CodecChoice {

    /// From as they are to 8 bits packed to a quarter.
    private static final double[] SHARES = {1, 1 / 2.0, 1 / 4.0, 1 / 8.0, 1 / 16.0};

    /// The smallest ratio that matters: for less nothing is lost.
    private static final double WORTH = 0.05;

    /// What was chosen.
    ///
    /// @param codecs one for each cut
    /// @param notes what was looked at and why this was taken
    record Chosen(List<CutPlace> cuts, List<Codec> codecs, List<String> notes) {}

    private final CutChoice choice;
    private final Context context;
    private final CodecAdmission admission;
    private final CodecPace pace;
    private final Model model;
    private final Set<String> inputs;

    /// @param choice among places whose nodes were timed
    /// @param context its criteria know a pace of codecs
    CodecChoice(Model model, Shapes shapes, CutChoice choice, Context context) {
        this.model = model;
        this.choice = choice;
        this.context = context;
        this.pace = context.criteria()
                .codecPace()
                .orElseThrow(() -> new IllegalArgumentException("nobody here can write codecs"));
        this.admission = new CodecAdmission(model, shapes, context);
        this.inputs = Set.copyOf(Weights.inputs(model));
    }

    Chosen choose(int parts) {
        Set<List<CutPlace>> likely = new LinkedHashSet<>();
        for (double share : SHARES) {
            likely.add(choice.best(parts, context.criteria().cutCost(), place -> bytes(place, share)));
        }
        CodecSurvey survey = CodecSurvey.of(model, coded(likely), context.calibration(), context.threads(), pace);
        List<CodecWay> ways = new ArrayList<>();
        for (List<CutPlace> cuts : likely) {
            combinations(cuts, survey)
                    .forEach(codecs -> way(cuts, codecs, survey).ifPresent(ways::add));
        }
        boolean losses = context.criteria().knowLoss();
        ways.removeIf(way -> way.isLossy() && !losses);
        ways.sort(Comparator.comparingDouble(CodecChoice::rank));
        List<String> notes = new ArrayList<>();
        notes.add("the codec was chosen with the cut: " + ways.size() + " ways were compared at " + likely.size()
                + (likely.size() == 1 ? " place" : " places") + ", on " + survey.samples() + " calibration samples"
                + (losses ? "" : "; none that loses, for there are no selection samples to count losses on"));
        return admitted(ways, notes);
    }

    /// Inputs of the model always travel as they are.
    private long bytes(CutPlace place, double share) {
        double bytes = 0;
        for (Carried carried : place.cut().carried()) {
            bytes += inputs.contains(carried.tensor()) ? carried.bytes() : share * carried.bytes();
        }
        return Math.round(bytes);
    }

    private Set<String> coded(Collection<List<CutPlace>> likely) {
        Set<String> tensors = new LinkedHashSet<>();
        likely.forEach(cuts -> cuts.forEach(cut -> tensors.addAll(cut.tensors())));
        tensors.removeAll(inputs);
        return tensors;
    }

    /// Every codec for each cut that has something to code.
    private List<List<Codec>> combinations(List<CutPlace> cuts, CodecSurvey survey) {
        List<List<Codec>> all = List.of(List.of());
        for (int cut = 0; cut < cuts.size(); cut++) {
            List<Codec> own = survey.codecs(firstCrossing(cuts, cut));
            all = all.stream()
                    .flatMap(before -> own.stream().map(codec -> appended(before, codec)))
                    .toList();
        }
        return all;
    }

    private static List<Codec> appended(List<Codec> before, Codec codec) {
        List<Codec> all = new ArrayList<>(before);
        all.add(codec);
        return all;
    }

    /// What is coded at a cut: what crosses two keeps the codec of the first.
    private Set<String> firstCrossing(List<CutPlace> cuts, int cut) {
        Set<String> tensors = new LinkedHashSet<>(cuts.get(cut).tensors());
        tensors.removeAll(inputs);
        cuts.subList(0, cut).forEach(earlier -> earlier.tensors().forEach(tensors::remove));
        return tensors;
    }

    /// Writing is work of the part before a cut, reading of the part behind it.
    private Optional<CodecWay> way(List<CutPlace> cuts, List<Codec> codecs, CodecSurvey survey) {
        List<Double> nanos = new ArrayList<>(choice.partNanos(cuts));
        List<Long> bytes = new ArrayList<>();
        Coded all = new Coded(0, 0, 0);
        for (int cut = 0; cut < cuts.size(); cut++) {
            Coded here = new Coded(0, 0, 0);
            for (Carried carried : cuts.get(cut).cut().carried()) {
                Optional<Coded> one = survey.of(carried, codecs.get(firstCut(cuts, carried.tensor())));
                if (one.isEmpty()) {
                    return Optional.empty();
                }
                here = here.plus(one.get());
            }
            nanos.set(cut, nanos.get(cut) + here.encodeNanos());
            nanos.set(cut + 1, nanos.get(cut + 1) + here.decodeNanos());
            bytes.add(here.bytes());
            all = all.plus(here);
        }
        double cost = context.criteria().cutCost().costNanos(nanos, bytes);
        return Optional.of(new CodecWay(cuts, codecs, all, cost));
    }

    private static int firstCut(List<CutPlace> cuts, String tensor) {
        int cut = 0;
        while (!cuts.get(cut).tensors().contains(tensor)) {
            cut++;
        }
        return cut;
    }

    /// What loses stands behind what it is not faster than by 5 %.
    private static double rank(CodecWay way) {
        return way.isLossy() ? way.nanos() : way.nanos() * (1 - WORTH);
    }

    /// The first that is admitted: tensors that travel as they are always are.
    private Chosen admitted(List<CodecWay> ways, List<String> notes) {
        List<CodecWay> refused = new ArrayList<>();
        for (CodecWay way : ways) {
            Verdict verdict = admission.of(way);
            if (verdict.admitted()) {
                if (refused.size() > CodecAdmission.MOST_ASKED) {
                    notes.add((refused.size() - CodecAdmission.MOST_ASKED) + " more that lose were not asked");
                }
                notes.add(way.line("taken: " + verdict.reason()));
                others(way, ways, refused).forEach(notes::add);
                return new Chosen(way.cuts(), way.codecs(), notes);
            }
            if (refused.stream().noneMatch(way::roundsAs)) {
                refused.add(way);
                if (refused.size() <= CodecAdmission.MOST_ASKED) {
                    notes.add(way.line("refused: " + verdict.reason()));
                }
            }
        }
        throw new IllegalStateException("no way to carry tensors as they are among " + ways);
    }

    /// What the one taken is to be compared with: the best that rounds otherwise, and the best without any codec.
    private static List<String> others(CodecWay taken, List<CodecWay> ways, List<CodecWay> refused) {
        Set<CodecWay> shown = new LinkedHashSet<>();
        ways.stream()
                .filter(way -> refused.stream().noneMatch(way::roundsAs) && !way.roundsAs(taken))
                .findFirst()
                .ifPresent(shown::add);
        ways.stream()
                .filter(CodecWay::isAsIs)
                .findFirst()
                .filter(way -> !way.equals(taken))
                .ifPresent(shown::add);
        return shown.stream()
                .map(way -> way.line(way.nanos() < taken.nanos() ? "it loses, for less than 5 %" : "slower"))
                .toList();
    }
}
