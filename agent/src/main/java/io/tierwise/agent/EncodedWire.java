package io.tierwise.agent;

import io.tierwise.agent.proto.EncodedInfo;
import io.tierwise.agent.proto.TensorInfo;
import io.tierwise.data.Encoded;
import io.tierwise.data.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;

/// Inputs of samples as the bytes of a payload and what describes them, and back.
final class EncodedWire {
    private static final int IMAGE = 1;
    private static final int PIXELS = 2;
    private static final int ARRAY = 3;

    private EncodedWire() {}

    /// How an input is described beside its bytes.
    static EncodedInfo describe(Encoded input) {
        EncodedInfo.Builder info = EncodedInfo.newBuilder();
        switch (input) {
            case Encoded.ImageFile image -> info.setKind(IMAGE);
            case Encoded.Pixels pixels ->
                info.setKind(PIXELS)
                        .setHeight(pixels.height())
                        .setWidth(pixels.width())
                        .setChannels(pixels.channels());
            case Encoded.ArrayValue array ->
                info.setKind(ARRAY)
                        .setTensor(Payload.of(Map.of("value", array.tensor()))
                                .infos()
                                .getFirst());
        }
        return info.build();
    }

    static ByteBuffer bytes(Encoded input) {
        return switch (input) {
            case Encoded.ImageFile image -> ByteBuffer.wrap(image.bytes());
            case Encoded.Pixels pixels -> ByteBuffer.wrap(pixels.bytes());
            case Encoded.ArrayValue array -> array.tensor().bytes();
        };
    }

    /// The input that these bytes are; how large the image in a file is, is checked when it is decoded.
    ///
    /// @throws BadFrameException when the description does not fit the bytes
    static Encoded read(EncodedInfo info, byte[] bytes) {
        return switch (info.getKind()) {
            case IMAGE -> new Encoded.ImageFile(bytes);
            case PIXELS -> pixels(info, bytes);
            case ARRAY -> new Encoded.ArrayValue(tensor(info.getTensor(), bytes));
            default -> throw new BadFrameException("an input of unknown kind " + info.getKind());
        };
    }

    private static Encoded pixels(EncodedInfo info, byte[] bytes) {
        int height = info.getHeight();
        int width = info.getWidth();
        int channels = info.getChannels();
        // Each product is compared before the next factor, so that none overflows.
        boolean fits = height > 0
                && width > 0
                && channels > 0
                && (long) height * width <= bytes.length
                && (long) height * width * channels == bytes.length;
        if (!fits) {
            throw new BadFrameException(
                    "pixels of " + height + "x" + width + "x" + channels + " in " + bytes.length + " bytes");
        }
        return new Encoded.Pixels(bytes, height, width, channels);
    }

    private static Tensor tensor(TensorInfo info, byte[] bytes) {
        long[] shape = info.getShapeList().stream().mapToLong(Long::longValue).toArray();
        try {
            return Tensor.ofBytes(Wire.elementType(info.getType()), bytes, shape);
        } catch (IllegalArgumentException e) {
            throw new BadFrameException("an array as input: " + e.getMessage(), e);
        }
    }
}
