package io.tierwise.cli;

import io.tierwise.operators.Account;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Scheme;
import io.tierwise.study.Learning;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/// `quantize M.onnx`: writes the int8 model.
@Command(
        name = "quantize",
        description = "Write a model as static int8, with ranges from calibration samples.",
        footer = {"", "Samples come from --study (its calibration role) or --data; at most --samples of them are used."
        })
final class QuantizeCommand extends TransformCommand {
    private static final Quantize OPERATOR = new Quantize(Scheme.U8S8);

    QuantizeCommand() {
        super(100);
    }

    @Override
    Operator operator(Learning learning) {
        return OPERATOR;
    }

    @Override
    Map<String, Object> findings(Account account) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scheme", OPERATOR.scheme().text());
        map.putAll(account.quantization().orElseThrow().toMap());
        return map;
    }
}
