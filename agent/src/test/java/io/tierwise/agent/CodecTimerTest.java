package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.ValueRange;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CodecTimerTest {

    private static final Tensor ZEROS = Tensor.ofFloats(new float[60_000], 1, 3, 100, 200);

    /// Each reading is one nanosecond more behind the last than that was.
    private final AtomicLong now = new AtomicLong();

    private final AtomicLong step = new AtomicLong();

    private final CodecTimer timer = new CodecTimer(() -> now.addAndGet(step.incrementAndGet()));

    private static FittedCodec fitted(String codec, int ranges) {
        return new FittedCodec(Codec.parse(codec).orElseThrow(), Collections.nCopies(ranges, new ValueRange(0, 1)));
    }

    @Test
    void time_everyCodec_saysWhatWouldCross() {
        assertThat(bytes("fp32", 0)).isBetween(240_000L, 240_010L);
        assertThat(bytes("fp16", 0)).isBetween(120_000L, 120_010L);
        assertThat(bytes("u8", 1)).isBetween(60_008L, 60_020L);
        assertThat(bytes("u8-channel", 3)).isBetween(60_024L, 60_050L);
        assertThat(bytes("fp32-lz4", 0)).isLessThan(2_000);
        assertThat(bytes("u8-zstd", 1)).isLessThan(100);
    }

    private long bytes(String codec, int ranges) {
        return timer.time(fitted(codec, ranges), ZEROS).bytes();
    }

    @Test
    void time_warm_takesTheLastPassOnly() {
        timer.time(fitted("u8", 1), ZEROS);
        long readings = step.get();
        CodecTimer.Timed timed = timer.time(fitted("u8", 1), ZEROS);
        assertThat(step.get()).isEqualTo(readings + 3);
        assertThat(List.of(timed.encodeNanos(), timed.decodeNanos())).containsExactly(readings + 2, readings + 3);
    }

    @Test
    void time_codecThatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> timer.time(fitted("u8-channel", 2), ZEROS)).hasMessageContaining("2 channels");
    }
}
