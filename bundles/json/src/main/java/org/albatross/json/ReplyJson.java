package org.albatross.json;

import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand.InfoForm;

/** Answers. */
final class ReplyJson {
    static final Reply.Handler<Json> FORM = new Reply.Handler<>() {
        @Override
        public Json failure(Reply.Failure reply) {
            return ModelJson.tagged("failure", Json.of(reply.message()));
        }

        @Override
        public Json empty(Reply.Empty reply) {
            return ModelJson.tagged("success", Json.of("empty"));
        }

        @Override
        public Json done(Reply.Done reply) {
            return success("string", Json.of(reply.message()));
        }

        @Override
        public Json policies(Reply.Policies reply) {
            return success(
                    "policies", Json.array(reply.policies(), named -> ModelJson.named(named, UnikernelJson::policy)));
        }

        @Override
        public Json blockDevices(Reply.BlockDevices reply) {
            return success("block_devices", Json.array(reply.devices(), ReplyJson::blockDevice));
        }

        @Override
        public Json unikernelImage(Reply.UnikernelImage reply) {
            return success(
                    "unikernel_image",
                    ModelJson.image(Json.object(), reply.compressed(), "image", reply.image())
                            .build());
        }

        @Override
        public Json blockImageOld(Reply.BlockImageOld reply) {
            return success(
                    "old_block_device_image",
                    ModelJson.image(Json.object(), reply.compressed(), "image", reply.image())
                            .build());
        }

        @Override
        public Json blockImage(Reply.BlockImage reply) {
            return success("block_device_image", Json.of(reply.compressed()));
        }

        @Override
        public Json infos(Reply.Infos reply) {
            return success(
                    infoName(reply.form()),
                    Json.array(reply.unikernels(), named -> ModelJson.named(named, UnikernelJson::info)));
        }

        @Override
        public Json consoles(Reply.Consoles reply) {
            return success("consoles", Json.array(reply.names(), name -> Json.of(name.toString())));
        }

        @Override
        public Json statuses(Reply.Statuses reply) {
            return success(
                    "status", Json.array(reply.statuses(), named -> ModelJson.named(named, UnikernelJson::status)));
        }

        @Override
        public Json hello(Reply.Hello reply) {
            return success(
                    "hello",
                    Json.object()
                            .put("product", Json.of(reply.product()))
                            .put("version", Json.of(reply.version()))
                            .put("features", Json.array(reply.features(), Json::of))
                            .build());
        }

        private Json success(String name, Json contents) {
            return ModelJson.tagged("success", ModelJson.tagged(name, contents));
        }
    };

    private ReplyJson() {}

    /** The name of the command and of its answer. */
    static String infoName(InfoForm form) {
        return switch (form) {
            case V4 -> "old_unikernel_info4";
            case V5 -> "old_unikernel_info5";
            case CURRENT -> "unikernel_info";
        };
    }

    private static Json blockDevice(Named<Reply.BlockInfo> device) {
        return Json.object()
                .put("name", Json.of(device.name().toString()))
                .put("size", Json.of(device.value().size().count()))
                .put("active", Json.of(device.value().active()))
                .build();
    }
}
