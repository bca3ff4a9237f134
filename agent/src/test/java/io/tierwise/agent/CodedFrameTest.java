package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.agent.proto.TensorInfo;
import io.tierwise.agent.proto.Trial;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.Codec.Format;
import io.tierwise.runtime.Codec.Packing;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.NumberFormat;
import io.tierwise.runtime.ValueRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CodedFrameTest {

    private static final long SEED = 71;

    private static List<FittedCodec> codecs(int channels) {
        List<FittedCodec> all = new ArrayList<>();
        for (Format format : Format.values()) {
            int ranges = format == Format.U8 ? 1 : format == Format.U8_CHANNEL ? channels : 0;
            for (Packing packing : Packing.values()) {
                all.add(new FittedCodec(
                        new Codec(format, packing), Collections.nCopies(ranges, new ValueRange(-3, 3))));
            }
        }
        return all;
    }

    private static Tensor tensor(Random random) {
        float[] values = new float[5 * 700];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, (float) random.nextGaussian());
        }
        return Tensor.ofFloats(values, 1, 5, 700);
    }

    private static ByteBuffer whole(Payload payload) {
        int length = payload.buffers().stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer all = ByteBuffer.allocateDirect(length);
        payload.buffers().forEach(buffer -> all.put(buffer.duplicate()));
        return all.flip();
    }

    private static Payload encoded(FittedCodec codec, Tensor tensor) {
        return Payload.of(Map.of("t", tensor), Map.of("t", new Coder().encode("t", codec, tensor)));
    }

    private static Tensor decoded(List<TensorInfo> infos, ByteBuffer bytes) {
        Payload.Content content = Payload.open(infos, bytes);
        CodedTensor coded = content.coded().get("t");
        if (coded == null) {
            throw new BadFrameException("no coded tensor 't'");
        }
        return new Coder().decode("t", coded);
    }

    @Test
    void coder_everyCodec_givesBackWhatItsFormatLeaves() {
        Random random = new Random(SEED);
        for (FittedCodec codec : codecs(5)) {
            Tensor tensor = tensor(random);
            Payload payload = encoded(codec, tensor);

            assertThat(decoded(payload.infos(), whole(payload)))
                    .as("seed %d %s", SEED, codec.codec())
                    .isEqualTo(new NumberFormat().rounded(codec, tensor));
            assertThat(payload.infos().getFirst().getLength())
                    .as("%s", codec.codec())
                    .isLessThanOrEqualTo(3500L * codec.codec().format().bytes());
        }
    }

    @Test
    void coder_wholeNumbers_areNeverRounded() {
        Tensor longs = Tensor.ofLongs(new long[] {1L << 60, -3, 7}, 3);
        for (FittedCodec codec : codecs(5)) {
            Payload payload = encoded(codec, longs);
            assertThat(decoded(payload.infos(), whole(payload))).isEqualTo(longs);
        }
    }

    @Test
    void u8_threeNumbers_areTheseBytes() {
        FittedCodec codec = new FittedCodec(new Codec(Format.U8, Packing.NONE), List.of(new ValueRange(0, 255)));
        Payload payload = encoded(codec, Tensor.ofFloats(new float[] {0, 128.4f, 300}, 3));
        byte[] found = new byte[3];
        whole(payload).get(found);
        assertThat(found).containsExactly(0, 128, 255);
        assertThat(payload.infos().getFirst().getCodec().getText()).isEqualTo("u8");
    }

    @Test
    void frames_corruptedAnywhere_failAsBadFramesAlone() {
        Random random = new Random(SEED);
        for (FittedCodec codec : codecs(5)) {
            Payload payload = encoded(codec, tensor(random));
            byte[] header =
                    Trial.newBuilder().addAllTensors(payload.infos()).build().toByteArray();
            ByteBuffer bytes = whole(payload);
            for (int round = 0; round < 400; round++) {
                byte[] badHeader = header.clone();
                ByteBuffer bad = ByteBuffer.allocateDirect(bytes.remaining())
                        .put(bytes.duplicate())
                        .flip();
                if (round % 2 == 0) {
                    badHeader[random.nextInt(header.length)] = (byte) random.nextInt();
                } else {
                    bad.put(random.nextInt(bad.limit()), (byte) random.nextInt());
                }
                try {
                    Frame.Message message = new Frame.Message(com.google.protobuf.ByteString.copyFrom(badHeader));
                    decoded(message.as(Trial.parser()).getTensorsList(), bad);
                } catch (BadFrameException e) {
                    assertThat(e)
                            .as("seed %d %s round %d", SEED, codec.codec(), round)
                            .hasMessageNotContaining("null");
                }
            }
        }
    }
}
