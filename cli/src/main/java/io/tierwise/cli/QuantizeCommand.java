package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.CalibratedRanges;
import io.tierwise.operators.Calibrator;
import io.tierwise.operators.Operator;
import io.tierwise.operators.QuantizationAccount;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Refinement;
import io.tierwise.operators.Scheme;
import io.tierwise.operators.SchemeProbe;
import io.tierwise.operators.Sparing;
import io.tierwise.study.Learning;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `quantize M.onnx`: writes the int8 model.
@Command(
        name = "quantize",
        description = "Write a quantized model, with ranges from calibration samples.",
        footer = {
            "",
            "Samples come from --study (its calibration role) or --data; at most --samples of them are used."
                    + " With --ranges none are needed.",
            "Where accuracy is reported or kept, --data is split by class and seed into calibration, selection and"
                    + " evaluation samples (1 : 1 : 2); --study has these roles. Figures come from evaluation samples.",
            "Exit code 3 if the accuracy drop cannot be kept.",
            "Scheme auto runs candidates on this machine and takes the fastest that loses at most one point on selection"
                    + " samples, or what --max-accuracy-drop says; where none is faster than the model as it is,"
                    + " weights alone, or nothing. It splits --data as well."
        })
final class QuantizeCommand extends TransformCommand {
    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            defaultValue = "u8s8",
            converter = SchemeWord.class,
            description = "auto, u8s8, u8s8-tensor, s8s8, u8u8, u8s7, dynamic, fp16 or weights (default:"
                    + " ${DEFAULT-VALUE}).")
    private Scheme scheme = Scheme.U8S8;

    @Mixin
    private RangeOptions ranges = new RangeOptions();

    @Mixin
    private AccuracyOptions accuracy = new AccuracyOptions();

    private Calibrator calibrator = new Calibrator.MinMax();

    QuantizeCommand() {
        super(100);
    }

    @Override
    void check(Path file) {
        if (scheme != Scheme.AUTO && !scheme.fixesRanges() && ranges.asked()) {
            throw new UsageException("--scheme " + scheme.text() + " fixes no ranges of activations:"
                    + " leave out --calibrator, --ranges and --save-ranges.");
        }
        ranges.check(model, file);
        calibrator = ranges.calibrator(model, accuracy.refinements(), console());
    }

    @Override
    Learning learning(int atMost) {
        if (scheme == Scheme.AUTO) {
            return samples.roles(model, atMost).learning();
        }
        boolean learns = (scheme.learnsFromSamples() && !ranges.given())
                || accuracy.refinements().contains(Refinement.CORRECT_BIAS);
        return learns ? super.learning(atMost) : samples.sizes(model, atMost);
    }

    @Override
    Operator operator(Learning learning) {
        if (scheme == Scheme.AUTO) {
            SampleOptions.checkLabels(learning);
        }
        return quantize();
    }

    private Quantize quantize() {
        return new Quantize(scheme, calibrator, accuracy.refinements());
    }

    @Override
    boolean judged() {
        return accuracy.judged();
    }

    @Override
    Sparing sparing(Learning learning) {
        if (accuracy.judged()) {
            SampleOptions.checkLabels(learning);
        }
        return accuracy.sparing(learning, progress());
    }

    @Override
    Result judged(Judgement judgement, Account account, Map<String, Object> json, String text) {
        return accuracy.result(judgement, account, json, text);
    }

    @Override
    void keep(Account account) {
        ranges.save(
                model,
                quantize(),
                account.quantization().map(QuantizationAccount::ranges).orElse(CalibratedRanges.NONE),
                console());
    }

    @Override
    Map<String, Object> findings(Account account) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scheme", account.probe().map(SchemeProbe::taken).orElse(scheme).text());
        map.put("calibrator", calibrator.text());
        account.quantization().ifPresent(found -> map.putAll(found.toMap()));
        Map<String, Object> whole = account.toMap();
        for (String detail : List.of("probe", "ran", "nodes")) {
            Optional.ofNullable(whole.get(detail)).ifPresent(found -> map.put(detail, found));
        }
        return map;
    }
}
