package io.tierwise.agent;

import io.tierwise.agent.proto.EncodedInfo;
import io.tierwise.agent.proto.RawInputInfo;
import io.tierwise.data.Encoded;
import io.tierwise.data.InputForm;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Tensor;
import java.nio.ByteBuffer;

/// A model's input in the bytes it travels in to the tier that prepares it.
///
/// @param form never [InputForm#TENSOR]
/// @param bytes the whole payload of a frame
record RawInput(InputForm form, EncodedInfo info, ByteBuffer bytes) {

    RawInput {
        if (form == InputForm.TENSOR) {
            throw new IllegalArgumentException("a tensor is an input that is prepared");
        }
    }

    /// @param input the sample's own, or its 8-bit pixels
    static RawInput of(InputForm form, Encoded input) {
        return new RawInput(form, EncodedWire.describe(input), EncodedWire.bytes(input));
    }

    /// @throws BadFrameException when the form is none of those that travel raw
    static RawInput read(RawInputInfo message, ByteBuffer payload) {
        InputForm form = Wire.inputForm(message.getForm());
        if (form == InputForm.TENSOR) {
            throw new BadFrameException("an input in form TENSOR is no raw input");
        }
        return new RawInput(form, message.getInput(), payload);
    }

    RawInputInfo message() {
        return RawInputInfo.newBuilder().setForm(form.name()).setInput(info).build();
    }

    /// The model's input: the steps that the sender left undone.
    ///
    /// @throws BadFrameException when the bytes are not what they are described as
    /// @throws io.tierwise.data.DataException when they are no image, or do not fit the steps
    Tensor prepared(Preprocessing steps) {
        byte[] own = new byte[bytes.remaining()];
        bytes.get(bytes.position(), own);
        return (form == InputForm.UINT8 ? steps.normalising() : steps).apply(EncodedWire.read(info, own));
    }
}
