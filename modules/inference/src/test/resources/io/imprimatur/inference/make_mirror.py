#!/usr/bin/env python3
"""Makes mirror.pt: an input and an output of every datatype that an engine of tensors of numbers can carry.

Run with Debian's python3-torch:  /usr/bin/python3 make_mirror.py
Each output is its input with the columns in reverse, laid out column by column in memory, so that a reader that takes
a tensor's memory for its values is caught; int16 and bf16 come in wider and go out as what they are. `total` is the sum of each row of all inputs. A row whose int32 holds 13
makes the model fail.
"""

from pathlib import Path

import torch
from torch import Tensor
from typing import Tuple


class Mirror(torch.nn.Module):
    def forward(
        self,
        bool_: Tensor, uint8: Tensor, uint16: Tensor, uint32: Tensor, uint64: Tensor,
        int8: Tensor, int16: Tensor, int32: Tensor, int64: Tensor,
        fp16: Tensor, bf16: Tensor, fp32: Tensor, fp64: Tensor,
    ) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        if bool((int32 == 13).any()):
            raise RuntimeError("thirteen is no row")
        total = (
            bool_.double().sum(1) + uint8.double().sum(1) + uint16.double().sum(1) + uint32.double().sum(1)
            + uint64.double().sum(1) + int8.double().sum(1) + int16.double().sum(1) + int32.double().sum(1)
            + int64.double().sum(1) + fp16.double().sum(1) + bf16.double().sum(1) + fp32.double().sum(1)
            + fp64.double().sum(1)
        )
        return (
            self.mirror(bool_), self.mirror(uint8), self.mirror(uint16), self.mirror(uint32), self.mirror(uint64),
            self.mirror(int8), self.mirror(int16).to(torch.int16), self.mirror(int32), self.mirror(int64),
            self.mirror(fp16), self.mirror(bf16).to(torch.bfloat16), self.mirror(fp32), self.mirror(fp64), total,
        )

    def mirror(self, x: Tensor) -> Tensor:
        return x.flip(1).t().contiguous().t()


model = torch.jit.script(Mirror().eval())
path = Path(__file__).parent / "mirror.pt"
model.save(str(path))
print(path.stat().st_size, "bytes")
