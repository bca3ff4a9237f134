package io.tierwise.agent;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/// Writes tensors as they travel and reads them back, in this process and without a link, and times both.
///
/// Used by one thread at a time.
public final class CodecTimer {

    /// What is run before anything of a codec is timed: enough for the compiler, also on small tensors.
    private static final long WARM_UP_BYTES = 8 << 20;

    private static final int MOST_WARM_UPS = 5_000;

    /// Memory is kept by tensor; here it need not be.
    private static final String ANY = "";

    private final Coder coder = new Coder();
    private final LongSupplier nanoTime;
    private final Set<Codec> warm = new HashSet<>();

    CodecTimer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// On this machine's clock.
    public static CodecTimer ofThisMachine() {
        return new CodecTimer(Ticker.SYSTEM::nanoTime);
    }

    /// What one tensor took.
    ///
    /// @param bytes that would cross the link, the codec's ranges included: of a small tensor with many
    ///     channels they are most
    /// @param encodeNanos time to write it, in nanoseconds
    /// @param decodeNanos time to read it back, in nanoseconds
    public record Timed(long bytes, long encodeNanos, long decodeNanos) {}

    /// Writes and reads a tensor once, warm.
    ///
    /// @throws IllegalArgumentException when the codec does not fit the tensor
    public Timed time(FittedCodec codec, Tensor tensor) {
        if (warm.add(codec.codec())) {
            long runs = Math.min(MOST_WARM_UPS, WARM_UP_BYTES / Math.max(1, tensor.byteSize()));
            for (long run = 0; run <= runs; run++) {
                once(codec, tensor);
            }
        }
        return once(codec, tensor);
    }

    private Timed once(FittedCodec codec, Tensor tensor) {
        long start = nanoTime.getAsLong();
        CodedTensor coded = coder.encode(ANY, codec, tensor);
        long written = nanoTime.getAsLong();
        coder.decode(ANY, coded);
        long read = nanoTime.getAsLong();
        int described = CodecWire.message(coded.codec()).getSerializedSize();
        return new Timed(coded.bytes().remaining() + described, written - start, read - written);
    }
}
