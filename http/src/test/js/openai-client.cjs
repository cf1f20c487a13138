// The official JavaScript client of OpenAI's API, unchanged, against the service.
// Usage: node openai-client.cjs CASE BASE_URL IMAGE, with an image of a red circle as a data URI. Exits with 0 if the
// case holds; node's own message says what does not. The clients are found by NODE_PATH.
const assert = require("node:assert/strict");
const OpenAI = require("openai");

const [name, baseURL, image] = process.argv.slice(2);
const client = new OpenAI({ apiKey: "any", baseURL, maxRetries: 0 });
const model = "glimpse-tiny";

function aboutImage(more = {}) {
  return {
    model,
    messages: [
      {
        role: "user",
        content: [
          { type: "image_url", image_url: { url: image } },
          { type: "text", text: "What colour is the circle?" },
        ],
      },
    ],
    ...more,
  };
}

const cases = {
  async plain() {
    const completion = await client.chat.completions.create({
      model,
      messages: [
        { role: "system", content: "Answer briefly." },
        { role: "user", content: "What is this?" },
      ],
      n: 2,
      temperature: 0,
      max_completion_tokens: 16,
    });
    assert.equal(completion.object, "chat.completion");
    assert.equal(completion.choices.length, 2);
    assert.equal(completion.choices[0].message.content, completion.choices[1].message.content);
    assert.ok(completion.usage.prompt_tokens > 0);
    assert.ok(completion._request_id);
  },

  async image() {
    const completion = await client.chat.completions.create(aboutImage());
    assert.match(completion.choices[0].message.content, /red/i);
    assert.equal(completion.choices[0].finish_reason, "stop");
    assert.ok(completion.usage.prompt_tokens_details.image_tokens > 0);
  },

  async streamed() {
    const whole = await client.chat.completions.create(aboutImage());
    const stream = await client.chat.completions.create(
      aboutImage({ stream: true, stream_options: { include_usage: true } }),
    );
    let text = "";
    let usage;
    let finish;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, whole.choices[0].message.content);
    assert.equal(finish, "stop");
    assert.ok(usage.completion_tokens > 0);
  },

  async helper() {
    const stream = client.chat.completions.stream(aboutImage());
    const pieces = [];
    stream.on("content", (piece) => pieces.push(piece));
    const completion = await stream.finalChatCompletion();
    assert.equal(pieces.join(""), completion.choices[0].message.content);
  },

  async abandoned() {
    const stream = await client.chat.completions.create(
      aboutImage({ stream: true, temperature: 2, seed: 7, max_tokens: 100000 }),
    );
    for await (const _ of stream) {
      break; // the client closes the connection
    }
    const after = await client.chat.completions.create(aboutImage());
    assert.match(after.choices[0].message.content, /red/i);
  },

  async schema() {
    const schema = {
      type: "object",
      properties: { colour: { type: "string", enum: ["red", "green", "blue"] }, filled: { type: "boolean" } },
      required: ["colour", "filled"],
      additionalProperties: false,
    };
    const completion = await client.chat.completions.parse(
      aboutImage({ response_format: { type: "json_schema", json_schema: { name: "circle", strict: true, schema } } }),
    );
    const circle = JSON.parse(completion.choices[0].message.content);
    assert.deepEqual(Object.keys(circle), ["colour", "filled"]);
    assert.ok(schema.properties.colour.enum.includes(circle.colour));
  },

  async errors() {
    await assert.rejects(client.chat.completions.create(aboutImage({ temperature: 11 })), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.status, 400);
      assert.equal(error.param, "temperature");
      assert.equal(error.type, "invalid_request_error");
      assert.ok(error.requestID);
      return true;
    });
    const long = aboutImage({ stream: true });
    long.messages.push({ role: "user", content: "x".repeat(60000) });
    await assert.rejects(client.chat.completions.create(long), (error) => {
      assert.equal(error.code, "context_length_exceeded");
      return true;
    });
    const broken = aboutImage();
    broken.messages[0].content[0].image_url.url = "data:image/png;base64,aGVsbG8=";
    await assert.rejects(client.chat.completions.create(broken), (error) => {
      assert.equal(error.status, 415);
      return true;
    });
  },

  async models() {
    const models = [];
    for await (const each of client.models.list()) {
      models.push(each);
    }
    assert.deepEqual(models.map((each) => each.id), [model]);
    assert.deepEqual(await client.models.retrieve(model), models[0]);
    await assert.rejects(client.models.retrieve("another"), OpenAI.NotFoundError);
  },
};

if (name === "--list") {
  console.log(Object.keys(cases).join("\n"));
} else {
  assert.ok(cases[name], `no case ${name}`);
  cases[name]().catch((failure) => {
    console.error(failure);
    process.exit(1);
  });
}
