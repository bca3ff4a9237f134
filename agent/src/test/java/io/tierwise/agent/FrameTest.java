package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.agent.FramePrefix.Ceilings;
import io.tierwise.agent.proto.TensorInfo;
import io.tierwise.agent.proto.Trial;
import io.tierwise.data.Tensor;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameTest {

    private static final Ceilings CEILINGS = new Ceilings(4096, 200_000);

    private static byte[] bytes(Map<String, Tensor> tensors) {
        Payload payload = Payload.of(tensors);
        Trial message =
                Trial.newBuilder().setTrial(7).addAllTensors(payload.infos()).build();
        int length = payload.buffers().stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer head = FrameWriter.head(FrameType.TRIAL, message, length);
        ByteBuffer all = ByteBuffer.allocate(head.remaining() + length).put(head);
        payload.buffers().forEach(buffer -> all.put(buffer.duplicate()));
        return all.array();
    }

    private static FrameReader reader(byte[] bytes) {
        return new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)), CEILINGS);
    }

    private static Map<String, Tensor> read(FrameReader reader) throws IOException {
        Frame frame = reader.next().orElseThrow();
        ByteBuffer payload = ByteBuffer.allocateDirect((int) frame.payloadLength());
        reader.payload(payload.duplicate());
        return Payload.read(frame.header().as(Trial.parser()).getTensorsList(), payload);
    }

    private static Map<String, Tensor> tensors(Random random) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            float[] values = new float[random.nextInt(9_000)];
            for (int j = 0; j < values.length; j++) {
                values[j] = random.nextFloat();
            }
            tensors.put("t" + i, Tensor.ofFloats(values, values.length));
        }
        return tensors;
    }

    @Test
    void frames_anyTensors_comeBackEqual() throws IOException {
        long seed = 41;
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            Map<String, Tensor> sent = tensors(random);
            FrameReader reader = reader(bytes(sent));

            assertThat(read(reader)).as("seed %d round %d", seed, round).isEqualTo(sent);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void frames_cutAnywhere_endWithEof() throws IOException {
        byte[] whole = bytes(Map.of("x", Tensor.ofFloats(new float[40], 40)));
        for (int length = 1; length < whole.length; length++) {
            FrameReader reader = reader(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(reader)).as("cut at %d", length).isInstanceOf(EOFException.class);
        }
        assertThat(reader(new byte[0]).next()).isEmpty();
    }

    @Test
    void frames_corruptedAnywhere_failAsBadFramesOrEof() throws IOException {
        long seed = 97;
        Random random = new Random(seed);
        byte[] whole = bytes(Map.of("x", Tensor.ofFloats(new float[40], 40)));
        for (int round = 0; round < 3000; round++) {
            byte[] bad = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                read(reader(bad));
            } catch (BadFrameException | EOFException e) {
                assertThat(e).as("seed %d round %d", seed, round).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void frames_randomBytes_areRefused() {
        long seed = 98;
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            byte[] noise = new byte[20 + random.nextInt(200)];
            random.nextBytes(noise);
            assertThatThrownBy(() -> read(reader(noise))).as("seed %d", seed).isInstanceOf(BadFrameException.class);
        }
    }

    @Test
    void prefix_sizesOverTheCeilings_areRefusedBeforeAnythingIsTaken() {
        for (FramePrefix large : List.of(
                new FramePrefix(FrameType.TRIAL, Integer.MAX_VALUE, 0),
                new FramePrefix(FrameType.TRIAL, -1, 0),
                new FramePrefix(FrameType.TRIAL, 10, Long.MAX_VALUE),
                new FramePrefix(FrameType.TRIAL, 10, -5),
                new FramePrefix(FrameType.HELLO, 5000, 0))) {
            byte[] bytes = new byte[FramePrefix.BYTES];
            large.write(ByteBuffer.wrap(bytes));
            assertThatThrownBy(() -> reader(bytes).next())
                    .isInstanceOf(BadFrameException.class)
                    .hasMessageContaining("at most");
        }
    }

    @Test
    void payload_descriptionsThatDoNotFit_areRefused() {
        ByteBuffer payload = ByteBuffer.allocateDirect(64);
        TensorInfo good = TensorInfo.newBuilder()
                .setName("x")
                .setType("FLOAT")
                .addShape(4)
                .setOffset(0)
                .setLength(16)
                .build();
        assertThat(Payload.read(List.of(good), payload)).containsKey("x");
        for (TensorInfo bad : List.of(
                good.toBuilder().setOffset(60).build(),
                good.toBuilder().setOffset(-1).build(),
                good.toBuilder().setLength(Long.MAX_VALUE).build(),
                good.toBuilder().setLength(-16).build(),
                good.toBuilder().setType("FLOATS").build(),
                good.toBuilder().setType("").build(),
                good.toBuilder().clearShape().addShape(-4).build(),
                good.toBuilder().clearShape().addShape(1L << 62).addShape(8).build(),
                good.toBuilder().clearShape().addShape(3).build())) {
            assertThatThrownBy(() -> Payload.read(List.of(bad), payload))
                    .as(bad.toString())
                    .isInstanceOf(BadFrameException.class);
        }
        assertThatThrownBy(() -> Payload.read(List.of(good, good), payload)).hasMessageContaining("twice");
    }

    @Test
    void payloadBytes_longerThanOneGrowth_areWhole() throws IOException {
        byte[] content = new byte[150_000];
        new Random(1).nextBytes(content);
        ByteBuffer head = FrameWriter.head(FrameType.REQUEST, Trial.getDefaultInstance(), content.length);
        byte[] all = ByteBuffer.allocate(head.remaining() + content.length)
                .put(head)
                .put(content)
                .array();
        FrameReader reader = reader(all);

        assertThat(reader.next()).isPresent();
        assertThat(reader.payloadBytes()).isEqualTo(content);
    }
}
