package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Scheme;
import io.tierwise.operators.SchemeProbe;
import io.tierwise.study.Learning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `quantize M.onnx`: writes the int8 model.
@Command(
        name = "quantize",
        description = "Write a quantized model, with ranges from calibration samples.",
        footer = {
            "",
            "Samples come from --study (its calibration role) or --data; at most --samples of them are used.",
            "Scheme auto runs candidates on this machine and takes the fastest that loses at most one point on selection"
                    + " samples; where none is faster than the model as it is, weights alone, or nothing."
        })
final class QuantizeCommand extends TransformCommand {
    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            defaultValue = "u8s8",
            converter = SchemeWord.class,
            description = "auto, u8s8, u8s8-tensor, s8s8, u8u8, u8s7, dynamic, fp16 or weights"
                    + " (default: ${DEFAULT-VALUE}).")
    private Scheme scheme = Scheme.U8S8;

    QuantizeCommand() {
        super(100);
    }

    @Override
    Operator operator(Learning learning) {
        if (scheme == Scheme.AUTO && learning.selection().size() > 0) {
            SampleOptions.checkLabels(learning);
        }
        return new Quantize(scheme);
    }

    @Override
    Map<String, Object> findings(Account account) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scheme", account.probe().map(SchemeProbe::taken).orElse(scheme).text());
        account.quantization().ifPresent(found -> map.putAll(found.toMap()));
        Map<String, Object> whole = account.toMap();
        for (String detail : List.of("probe", "ran", "nodes")) {
            Optional.ofNullable(whole.get(detail)).ifPresent(found -> map.put(detail, found));
        }
        return map;
    }
}
