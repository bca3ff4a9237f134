package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.agent.proto.EncodedInfo;
import io.tierwise.agent.proto.LinkUse;
import io.tierwise.agent.proto.RawInputInfo;
import io.tierwise.agent.proto.TensorInfo;
import io.tierwise.agent.proto.Trial;
import io.tierwise.data.DataException;
import io.tierwise.data.ElementType;
import io.tierwise.data.Encoded;
import io.tierwise.data.InputForm;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RawInputTest {
    private static final long SEED = 31;
    private static final Preprocessing STEPS = Preprocessing.parse("resize=6,crop=4,scale=1/255,mean=0.5:0.4:0.3");
    private static final RouteSpec ROUTE = new RouteSpec(
            "I@far",
            "near",
            List.of(new Stage("far", "part", List.of("x"), List.of("y"))),
            List.of(),
            new Task.Classification(1, 0),
            Map.of(),
            InputForm.ENCODED);

    /// As it arrives: parsed from the header's bytes, over a payload of its own.
    private static RawInput arrived(RawInput sent) throws Exception {
        ByteBuffer payload = ByteBuffer.allocateDirect(sent.bytes().remaining())
                .put(sent.bytes().duplicate())
                .flip();
        return RawInput.read(RawInputInfo.parseFrom(sent.message().toByteArray()), payload);
    }

    @Test
    void prepared_anyInputInAnyForm_isThePreparedTensor() throws Exception {
        Random random = new Random(SEED);
        byte[] bytes = new byte[5 * 7 * 3];
        random.nextBytes(bytes);
        for (Encoded input : List.of(
                Pictures.smooth(9, "png", random),
                Pictures.smooth(12, "jpg", random),
                Pictures.noise(8, random),
                new Encoded.Pixels(bytes, 5, 7, 3))) {
            Tensor whole = STEPS.apply(input);

            assertThat(arrived(RawInput.of(InputForm.ENCODED, input)).prepared(STEPS))
                    .as("seed %d %s", SEED, input)
                    .isEqualTo(whole);
            assertThat(arrived(RawInput.of(InputForm.UINT8, STEPS.eightBit(input)))
                            .prepared(STEPS))
                    .as("seed %d %s", SEED, input)
                    .isEqualTo(whole);
        }
        Encoded array = new Encoded.ArrayValue(Tensor.ofBytes(ElementType.UINT8, bytes, 5, 7, 3));
        Preprocessing scaled = Preprocessing.parse("scale=1/255,layout=nhwc");
        for (InputForm form : List.of(InputForm.ENCODED, InputForm.UINT8)) {
            assertThat(arrived(RawInput.of(form, array)).prepared(scaled)).isEqualTo(scaled.apply(array));
        }
    }

    @Test
    void read_formsThatAreNone_areRefused() {
        for (String form : List.of("", "JPEG", "encoded", "TENSOR")) {
            RawInputInfo message = RawInputInfo.newBuilder().setForm(form).build();
            assertThatThrownBy(() -> RawInput.read(message, ByteBuffer.allocate(0)))
                    .isInstanceOf(BadFrameException.class)
                    .hasMessageContaining(form);
        }
        assertThatThrownBy(() -> Wire.read(
                        Wire.message(ROUTE).toBuilder().setInputForm("JPEG").build()))
                .isInstanceOf(BadFrameException.class)
                .hasMessageContaining("unknown InputForm 'JPEG'");
        assertThat(Wire.read(Wire.message(ROUTE))).isEqualTo(ROUTE);
    }

    @Test
    void read_descriptionsThatDoNotFitTheBytes_areRefused() {
        byte[] bytes = new byte[64];
        EncodedInfo pixels = EncodedInfo.newBuilder()
                .setKind(2)
                .setHeight(4)
                .setWidth(4)
                .setChannels(4)
                .build();
        EncodedInfo array = EncodedInfo.newBuilder()
                .setKind(3)
                .setTensor(TensorInfo.newBuilder().setType("FLOAT").addShape(16))
                .build();
        assertThat(EncodedWire.read(pixels, bytes).byteSize()).isEqualTo(64);
        assertThat(EncodedWire.read(array, bytes).byteSize()).isEqualTo(64);
        for (EncodedInfo bad : List.of(
                EncodedInfo.getDefaultInstance(),
                pixels.toBuilder().setKind(7).build(),
                pixels.toBuilder().setHeight(5).build(),
                pixels.toBuilder().setHeight(-4).setWidth(-4).build(),
                pixels.toBuilder().setChannels(0).build(),
                // 2^22 x 2^22 x 2^20 + ... would come out as 64 where it overflows
                pixels.toBuilder()
                        .setHeight(1 << 30)
                        .setWidth(1 << 30)
                        .setChannels(16)
                        .build(),
                array.toBuilder().clearTensor().build(),
                array.toBuilder()
                        .setTensor(array.getTensor().toBuilder().addShape(1L << 62))
                        .build(),
                array.toBuilder()
                        .setTensor(array.getTensor().toBuilder().setType("FLOATS"))
                        .build())) {
            assertThatThrownBy(() -> EncodedWire.read(bad, bytes))
                    .as(bad.toString())
                    .isInstanceOf(BadFrameException.class);
        }
    }

    @Test
    void prepared_imageLargerThanItsFileSays_isRefusedBeforeItIsDecoded() {
        RawInput bomb = RawInput.of(InputForm.ENCODED, Pictures.bomb(60_000));

        assertThatThrownBy(() -> bomb.prepared(STEPS))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("60000x60000 pixels; 100 megapixels are the most");
    }

    @Test
    void prepared_corruptedAnywhere_failsAsBadFrameOrBadImageAlone() {
        Random random = new Random(SEED);
        for (InputForm form : List.of(InputForm.ENCODED, InputForm.UINT8)) {
            Encoded picture = Pictures.smooth(12, "jpg", random);
            RawInput sent = RawInput.of(form, form == InputForm.UINT8 ? STEPS.eightBit(picture) : picture);
            byte[] header = Trial.newBuilder().setRaw(sent.message()).build().toByteArray();
            for (int round = 0; round < 400; round++) {
                byte[] badHeader = header.clone();
                byte[] bad = new byte[sent.bytes().remaining()];
                sent.bytes().get(0, bad);
                if (round % 2 == 0) {
                    badHeader[random.nextInt(header.length)] = (byte) random.nextInt();
                } else {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                try {
                    Trial trial =
                            new Frame.Message(com.google.protobuf.ByteString.copyFrom(badHeader)).as(Trial.parser());
                    RawInput.read(trial.getRaw(), ByteBuffer.wrap(bad)).prepared(STEPS);
                } catch (BadFrameException | DataException e) {
                    assertThat(e).as("seed %d %s round %d", SEED, form, round).hasMessageNotContaining("null");
                }
            }
        }
    }

    @Test
    void resume_atAnotherStageOrBesideTensors_isRefused() {
        RawInput input = RawInput.of(InputForm.ENCODED, Pictures.smooth(4, "png", new Random(SEED)));
        LinkUse use = LinkUse.getDefaultInstance();
        Trial first = Trial.newBuilder().setTrial(1).build();
        assertThat(Journey.resume(first, ROUTE, input, use).raw()).contains(input);

        assertThatThrownBy(() -> Journey.resume(first.toBuilder().setStage(1).build(), ROUTE, input, use))
                .isInstanceOf(BadFrameException.class)
                .hasMessageContaining("stage 1");
        assertThatThrownBy(() -> Journey.resume(
                        first.toBuilder()
                                .addTensors(TensorInfo.getDefaultInstance())
                                .build(),
                        ROUTE,
                        input,
                        use))
                .isInstanceOf(BadFrameException.class)
                .hasMessageContaining("1 tensors");
    }
}
