package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.Calibrator;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Refinement;
import io.tierwise.operators.Scheme;
import io.tierwise.operators.Sparing;
import io.tierwise.study.Learning;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `quantize M.onnx`: writes the int8 model.
@Command(
        name = "quantize",
        description = "Write a model as static int8, with ranges from calibration samples.",
        footer = {
            "",
            "Samples come from --study (its calibration role) or --data; at most --samples of them are used.",
            "Where accuracy is reported or kept, --data is split by class and seed into calibration, selection and"
                    + " evaluation samples (1 : 1 : 2); --study has these roles. Figures come from evaluation samples.",
            "Exit code 3 if the accuracy drop cannot be kept."
        })
final class QuantizeCommand extends TransformCommand {
    private static final Scheme SCHEME = Scheme.U8S8;

    @Mixin
    private AccuracyOptions accuracy = new AccuracyOptions();

    QuantizeCommand() {
        super(100);
    }

    @Override
    Operator operator(Learning learning) {
        Set<Refinement> refinements = EnumSet.noneOf(Refinement.class);
        refinements.addAll(accuracy.refinements());
        return new Quantize(SCHEME, new Calibrator.MinMax(), refinements);
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
    Map<String, Object> findings(Account account) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scheme", SCHEME.text());
        map.putAll(account.quantization().orElseThrow().toMap());
        return map;
    }
}
