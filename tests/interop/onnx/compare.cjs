// Runs every exported network in ONNX Runtime and compares its logits with PyTorch's (torch_reference.py wrote them).
const fs = require('fs');
const path = require('path');
const { InferenceSession, Tensor } = require('onnxruntime-node');

const tolerance = 1e-5; // of the largest logit
const folder = process.argv[2];

function readFloats(name) {
    const bytes = fs.readFileSync(path.join(folder, name));
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

// max|a - b| / max|b|; NaN if any number is.
function relativeError(actual, expected) {
    let difference = 0, largest = 0;
    expected.forEach((value, i) => {
        difference = Math.max(difference, Math.abs(actual[i] - value));
        largest = Math.max(largest, Math.abs(value));
    });
    return difference / largest;
}

async function main() {
    const cases = JSON.parse(fs.readFileSync(path.join(folder, 'cases.json')));
    let worst = 0, misses = 0, compared = 0;
    console.log('width  batch norm  resolution  batch  off PyTorch  (PyTorch off its float64)');
    for (const form of ['folded', 'kept']) {
        for (const { width, batch, resolution, logits, torchError } of cases) {
            const session = await InferenceSession.create(path.join(folder, `${width}-${form}.onnx`));
            const images = new Tensor('float32', readFloats(`images-${batch}x${resolution}.f32`), [batch, 3, resolution, resolution]);
            const output = (await session.run({ input: images })).logits;
            await session.release();
            const error = String(output.dims) === String(logits)
                ? relativeError(output.data, readFloats(`${width}-${batch}x${resolution}.f32`))
                : NaN;
            const passed = error <= tolerance;
            misses += passed ? 0 : 1;
            worst = Math.max(worst, error);
            compared++;
            console.log([
                width.padStart(5), form.padEnd(10), String(resolution).padStart(10), String(batch).padStart(5),
                error.toExponential(1).padStart(11), `(${torchError.toExponential(1)})`, passed ? '' : 'MISS',
            ].join('  ').trimEnd());
        }
    }
    console.log(`${compared - misses} of ${compared} agree to ${tolerance} of the largest logit; largest error ${worst.toExponential(1)}`);
    process.exitCode = misses === 0 ? 0 : 1;
}

main();
