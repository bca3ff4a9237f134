package io.tierwise.agent;

import io.tierwise.agent.proto.TensorInfo;
import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.NumberFormat;
import java.nio.ByteBuffer;

/// A tensor in the bytes it travels in.
///
/// @param type of the tensor itself
/// @param shape of the tensor itself
/// @param bytes direct memory
@SuppressWarnings("ArrayRecordComponent") // passed on within the agent, compared by nobody
record CodedTensor(ElementType type, long[] shape, FittedCodec codec, ByteBuffer bytes) {

    /// Bytes before they were packed.
    int unpackedBytes() {
        return (int) codec.codec().unpackedBytes(type, Tensor.byteSize(type, shape));
    }

    TensorInfo describe(String name, long offset) {
        TensorInfo.Builder info = TensorInfo.newBuilder()
                .setName(name)
                .setType(type.name())
                .setOffset(offset)
                .setLength(bytes.remaining())
                .setCodec(CodecWire.message(codec))
                .setUnpacked(unpackedBytes());
        for (long dimension : shape) {
            info.addShape(dimension);
        }
        return info.build();
    }

    /// Reads a description, and holds it against itself before anything is taken for it.
    ///
    /// @param bytes the tensor's own part of the payload
    /// @throws BadFrameException when codec, type, shape and sizes do not fit together, or the tensor
    ///     would be larger than a payload may be
    static CodedTensor read(TensorInfo info, ByteBuffer bytes) {
        FittedCodec codec = CodecWire.read(info.getCodec());
        ElementType type = Wire.elementType(info.getType());
        long[] shape = info.getShapeList().stream().mapToLong(Long::longValue).toArray();
        CodedTensor coded = new CodedTensor(type, shape, codec, bytes);
        try {
            if (codec.codec().format().isLossy()) {
                NumberFormat.check(codec, type, shape);
            }
            refuseOtherSizes(info, coded, Tensor.byteSize(type, shape));
        } catch (IllegalArgumentException e) {
            throw new BadFrameException("tensor '" + info.getName() + "': " + e.getMessage(), e);
        }
        return coded;
    }

    private static void refuseOtherSizes(TensorInfo info, CodedTensor coded, long whole) {
        if (whole > Agent.CEILINGS.payloadBytes()) {
            throw new BadFrameException("tensor '" + info.getName() + "' of " + whole + " bytes, at most "
                    + Agent.CEILINGS.payloadBytes() + " are taken");
        }
        long unpacked = coded.unpackedBytes();
        if (info.getUnpacked() != unpacked) {
            throw new BadFrameException("tensor '" + info.getName() + "' announces " + info.getUnpacked()
                    + " bytes, its shape and codec make " + unpacked);
        }
        boolean packed = coded.codec.codec().packing() != io.tierwise.runtime.Codec.Packing.NONE;
        if (!packed && coded.bytes.remaining() != unpacked) {
            throw new BadFrameException("tensor '" + info.getName() + "' has " + coded.bytes.remaining()
                    + " bytes, its shape and codec make " + unpacked);
        }
    }
}
