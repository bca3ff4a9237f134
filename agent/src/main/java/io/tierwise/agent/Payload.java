package io.tierwise.agent;

import io.tierwise.agent.proto.TensorInfo;
import io.tierwise.data.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tensors as the raw bytes of a frame: one after another, each starting at a multiple of 64 bytes.
///
/// @param infos name, type, shape and place of each
/// @param buffers the tensors' own memory, with zeros between where needed
record Payload(List<TensorInfo> infos, List<ByteBuffer> buffers) {

    static final int ALIGNMENT = 64;
    private static final int MOST_TENSORS = 256;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(ALIGNMENT).asReadOnlyBuffer();

    /// What a payload holds: tensors ready to be read, and those that must be decoded first.
    record Content(Map<String, Tensor> tensors, Map<String, CodedTensor> coded) {}

    /// Lays tensors out in the order of the map, without copying them.
    static Payload of(Map<String, Tensor> tensors) {
        return of(tensors, Map.of());
    }

    /// @param coded the bytes in which some of the tensors travel
    static Payload of(Map<String, Tensor> tensors, Map<String, CodedTensor> coded) {
        List<TensorInfo> infos = new ArrayList<>();
        List<ByteBuffer> buffers = new ArrayList<>();
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            int gap = (int) (-offset & (ALIGNMENT - 1));
            if (gap > 0) {
                buffers.add(ZEROS.slice(0, gap));
                offset += gap;
            }
            String name = entry.getKey();
            CodedTensor own = coded.get(name);
            infos.add(own == null ? info(name, entry.getValue(), offset) : own.describe(name, offset));
            ByteBuffer bytes = own == null ? entry.getValue().bytes() : own.bytes();
            buffers.add(bytes);
            offset += bytes.remaining();
        }
        return new Payload(infos, buffers);
    }

    private static TensorInfo info(String name, Tensor tensor, long offset) {
        TensorInfo.Builder info = TensorInfo.newBuilder()
                .setName(name)
                .setType(tensor.type().name())
                .setOffset(offset)
                .setLength(tensor.byteSize());
        for (long dimension : tensor.shape()) {
            info.addShape(dimension);
        }
        return info.build();
    }

    /// Tensors over `bytes` that travelled as they are.
    ///
    /// @throws BadFrameException when a description does not fit the bytes, or one is coded
    static Map<String, Tensor> read(List<TensorInfo> infos, ByteBuffer bytes) {
        Content content = open(infos, bytes);
        if (!content.coded().isEmpty()) {
            throw new BadFrameException(
                    "tensors are coded that are not here: " + content.coded().keySet());
        }
        return content.tensors();
    }

    /// Tensors over `bytes`, a direct buffer that holds a whole payload; nothing is copied or decoded.
    ///
    /// @throws BadFrameException when a description does not fit the bytes
    static Content open(List<TensorInfo> infos, ByteBuffer bytes) {
        if (infos.size() > MOST_TENSORS) {
            throw new BadFrameException(infos.size() + " tensors in a frame, at most " + MOST_TENSORS + " are taken");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, CodedTensor> coded = new LinkedHashMap<>();
        for (TensorInfo info : infos) {
            ByteBuffer own = part(info, bytes);
            boolean known = tensors.containsKey(info.getName()) || coded.containsKey(info.getName());
            if (info.hasCodec()) {
                coded.put(info.getName(), CodedTensor.read(info, own));
            } else {
                tensors.put(info.getName(), tensor(info, own));
            }
            if (known) {
                throw new BadFrameException("tensor '" + info.getName() + "' is in the frame twice");
            }
        }
        return new Content(tensors, coded);
    }

    private static ByteBuffer part(TensorInfo info, ByteBuffer bytes) {
        long offset = info.getOffset();
        long length = info.getLength();
        if (offset < 0 || length < 0 || offset > bytes.remaining() || length > bytes.remaining() - offset) {
            throw new BadFrameException("tensor '" + info.getName() + "' lies at " + offset + " + " + length
                    + " in a payload of " + bytes.remaining() + " bytes");
        }
        return bytes.slice(bytes.position() + (int) offset, (int) length);
    }

    private static Tensor tensor(TensorInfo info, ByteBuffer own) {
        long[] shape = info.getShapeList().stream().mapToLong(Long::longValue).toArray();
        try {
            return Tensor.ofBuffer(Wire.elementType(info.getType()), own, shape);
        } catch (IllegalArgumentException e) {
            throw new BadFrameException("tensor '" + info.getName() + "': " + e.getMessage(), e);
        }
    }
}
