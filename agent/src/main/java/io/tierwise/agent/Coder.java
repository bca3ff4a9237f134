package io.tierwise.agent;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.Codec.Packing;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.NumberFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Turns tensors into the bytes they travel in and back, in memory that is used again for the next
/// trial.
///
/// Used by one thread at a time. What it gives holds until the same tensor is coded for the second time
/// after: by then the trial it belonged to has been answered or given up.
final class Coder {

    private final NumberFormat format = new NumberFormat();
    private final Map<Packing, Packer> packers = new EnumMap<>(Packing.class);
    private final Map<String, PayloadBuffers> formatted = new LinkedHashMap<>();
    private final Map<String, PayloadBuffers> packed = new LinkedHashMap<>();
    private final Map<String, PayloadBuffers> decoded = new LinkedHashMap<>();

    /// Loads what a codec needs, before anything is timed.
    void prepare(FittedCodec codec) {
        if (codec.codec().packing() != Packing.NONE) {
            packer(codec.codec().packing());
        }
    }

    /// Forgets all memory.
    void clear() {
        formatted.clear();
        packed.clear();
        decoded.clear();
    }

    /// @param name the tensor's
    /// @throws IllegalArgumentException when the codec does not fit the tensor
    CodedTensor encode(String name, FittedCodec asked, Tensor tensor) {
        FittedCodec codec = tensor.type() == ElementType.FLOAT ? asked : bytesOnly(asked, tensor);
        ByteBuffer plain = tensor.bytes();
        if (codec.codec().format().isLossy()) {
            plain = memory(formatted, name).take(codec.codec().unpackedBytes(tensor.type(), tensor.byteSize()));
            format.write(codec, tensor, plain);
        }
        Packing packing = codec.codec().packing();
        if (packing == Packing.NONE) {
            return new CodedTensor(tensor.type(), tensor.shape(), codec, plain);
        }
        Packer packer = packer(packing);
        ByteBuffer out = memory(packed, name).take(packer.room(plain.remaining()));
        int length = packer.pack(plain, out);
        return new CodedTensor(tensor.type(), tensor.shape(), codec, out.slice(0, length));
    }

    private static FittedCodec bytesOnly(FittedCodec asked, Tensor tensor) {
        return new FittedCodec(asked.codec().of(tensor.type()), java.util.List.of());
    }

    /// @throws BadFrameException when packed bytes are none, or too many or too few
    Tensor decode(String name, CodedTensor coded) {
        ByteBuffer plain = coded.bytes();
        Packing packing = coded.codec().codec().packing();
        boolean lossy = coded.codec().codec().format().isLossy();
        if (packing != Packing.NONE) {
            ByteBuffer target = memory(lossy ? formatted : decoded, name).take(coded.unpackedBytes());
            packer(packing).unpack(plain, target);
            plain = target;
        }
        if (lossy) {
            ByteBuffer target = memory(decoded, name).take(Tensor.byteSize(coded.type(), coded.shape()));
            format.read(coded.codec(), plain, coded.shape(), target);
            plain = target;
        }
        return Tensor.ofBuffer(coded.type(), plain.order(ByteOrder.nativeOrder()), coded.shape());
    }

    private Packer packer(Packing packing) {
        return packers.computeIfAbsent(packing, Packer::of);
    }

    private static PayloadBuffers memory(Map<String, PayloadBuffers> all, String name) {
        return all.computeIfAbsent(name, key -> new PayloadBuffers());
    }
}
