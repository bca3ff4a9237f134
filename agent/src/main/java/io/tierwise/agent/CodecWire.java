package io.tierwise.agent;

import io.tierwise.agent.proto.CodecInfo;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.ValueRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Codecs as protobuf messages and back.
final class CodecWire {

    private CodecWire() {}

    static CodecInfo message(FittedCodec codec) {
        CodecInfo.Builder message = CodecInfo.newBuilder().setText(codec.codec().text());
        codec.ranges().forEach(range -> message.addLows(range.low()).addHighs(range.high()));
        return message.build();
    }

    /// @throws BadFrameException when the text is no codec, or its ranges are not finite or not as many
    ///     as it needs
    static FittedCodec read(CodecInfo message) {
        Codec codec = Codec.parse(message.getText())
                .orElseThrow(() -> new BadFrameException("unknown codec '" + message.getText() + "'"));
        if (message.getLowsCount() != message.getHighsCount()) {
            throw new BadFrameException("codec " + codec + " has " + message.getLowsCount() + " lows and "
                    + message.getHighsCount() + " highs");
        }
        try {
            List<ValueRange> ranges = new ArrayList<>();
            for (int i = 0; i < message.getLowsCount(); i++) {
                ranges.add(new ValueRange(message.getLows(i), message.getHighs(i)));
            }
            return new FittedCodec(codec, ranges);
        } catch (IllegalArgumentException e) {
            throw new BadFrameException("codec " + codec + ": " + e.getMessage(), e);
        }
    }

    static Map<String, FittedCodec> read(Map<String, CodecInfo> messages) {
        Map<String, FittedCodec> codecs = new LinkedHashMap<>();
        messages.forEach((tensor, message) -> codecs.put(tensor, read(message)));
        return codecs;
    }
}
