package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.Calibrator;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Refinement;
import io.tierwise.operators.Scheme;
import io.tierwise.operators.Sparing;
import io.tierwise.study.Learning;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `quantize M.onnx`: writes the int8 model.
@Command(
        name = "quantize",
        description = "Write a model as static int8, with ranges from calibration samples.",
        footer = {
            "",
            "Samples come from --study (its calibration role) or --data; at most --samples of them are used."
                    + " With --ranges none are needed.",
            "Where accuracy is reported or kept, --data is split by class and seed into calibration, selection and"
                    + " evaluation samples (1 : 1 : 2); --study has these roles. Figures come from evaluation samples.",
            "Exit code 3 if the accuracy drop cannot be kept."
        })
final class QuantizeCommand extends TransformCommand {
    private static final Scheme SCHEME = Scheme.U8S8;

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
        ranges.check(model, file);
        calibrator = ranges.calibrator(model, accuracy.refinements(), console());
    }

    @Override
    Learning learning(int atMost) {
        boolean sizesAlone = ranges.given() && !accuracy.refinements().contains(Refinement.CORRECT_BIAS);
        return sizesAlone ? samples.sizes(model, atMost) : super.learning(atMost);
    }

    @Override
    Operator operator(Learning learning) {
        return quantize();
    }

    private Quantize quantize() {
        return new Quantize(SCHEME, calibrator, accuracy.refinements());
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
        ranges.save(model, quantize(), account.quantization().orElseThrow().ranges());
    }

    @Override
    Map<String, Object> findings(Account account) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scheme", SCHEME.text());
        map.put("calibrator", calibrator.text());
        map.putAll(account.quantization().orElseThrow().toMap());
        return map;
    }
}
