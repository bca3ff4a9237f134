package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Whether a model stands the rounding of codecs: what loses nothing always, what loses where the answers on
/// selection samples are not worse than they may be.
final class CodecAdmission {

    /// Each is as many runs as there are selection samples.
    static final int MOST_ASKED = 4;

    /// Whether a way is admitted, and why.
    record Verdict(boolean admitted, String reason) {}

    private record Asked(CodecWay way, Verdict verdict) {}

    private final Model model;
    private final Shapes shapes;
    private final Context context;
    private final List<Asked> asked = new ArrayList<>();
    private OptionalDouble most = OptionalDouble.empty();

    CodecAdmission(Model model, Shapes shapes, Context context) {
        this.model = model;
        this.shapes = shapes;
        this.context = context;
    }

    Verdict of(CodecWay way) {
        if (!way.isLossy()) {
            return new Verdict(true, "loses nothing");
        }
        for (Asked known : asked) {
            if (known.way().roundsAs(way)) {
                return known.verdict();
            }
        }
        if (asked.size() == MOST_ASKED) {
            return new Verdict(false, "not asked: " + MOST_ASKED + " others lost too much");
        }
        Verdict verdict = ask(way);
        asked.add(new Asked(way, verdict));
        return verdict;
    }

    private Verdict ask(CodecWay way) {
        try (ProbeFolder folder = ProbeFolder.in(context.workFolder())) {
            List<Part> parts = CutParts.of(
                    model, shapes, way.cuts().stream().map(CutPlace::cut).toList());
            Map<String, FittedCodec> codecs = CodecFit.of(
                    way.partition(),
                    parts,
                    IntStream.range(0, parts.size()).boxed().toList(),
                    context.calibration());
            double loss = context.criteria().loss().of(CodecRounding.joined(parts, codecs, folder.path()));
            double accepted = most();
            return new Verdict(
                    loss <= accepted,
                    String.format(Locale.ROOT, "loses %.4f on selection samples, at most %.4f may be", loss, accepted));
        } catch (OperatorException | UnsupportedByRuntimeException | RunFailedException e) {
            return new Verdict(false, "what it loses is not known: " + e.getMessage());
        }
    }

    private double most() {
        if (most.isEmpty()) {
            Criteria criteria = context.criteria();
            most = OptionalDouble.of(
                    criteria.tolerance().mostLoss(criteria.loss().of(model)));
        }
        return most.getAsDouble();
    }
}
