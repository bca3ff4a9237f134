package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.Calibrator;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Scheme;
import io.tierwise.study.Learning;
import java.nio.file.Path;
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
            "Samples come from --study (its calibration role) or --data; at most --samples of them are used."
                    + " With --ranges none are needed."
        })
final class QuantizeCommand extends TransformCommand {
    private static final Scheme SCHEME = Scheme.U8S8;

    @Mixin
    private RangeOptions ranges = new RangeOptions();

    private Calibrator calibrator = new Calibrator.MinMax();

    QuantizeCommand() {
        super(100);
    }

    @Override
    void check(Path file) {
        ranges.check(model, file);
        calibrator = ranges.calibrator(model, console());
    }

    @Override
    Learning learning(int atMost) {
        return ranges.given() ? samples.sizes(model, atMost) : super.learning(atMost);
    }

    @Override
    Operator operator(Learning learning) {
        return new Quantize(SCHEME, calibrator, Set.of());
    }

    @Override
    void keep(Account account) {
        ranges.save(model, calibrator, account.quantization().orElseThrow().ranges());
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
