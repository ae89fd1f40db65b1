"""Golden files of the nets: loss, gradients and a few steps of AdamW, by PyTorch. See README.md."""
import base64, json, sys
import numpy as np, torch
from torch import nn
from torch.nn import functional as F

BARS, CHANNELS, BATCH, STEPS = 32, 3, 5, 4
torch.set_num_threads(1)


class Block(nn.Module):
    def __init__(self, inputs, units, outputs):
        super().__init__()
        sizes, layers = [inputs, *units], []
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-1], outputs))


class NHITS(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p, blocks, n = p, [], len(p['n_pool_kernel_size'])
        for i, (kernel, every) in enumerate(zip(p['n_pool_kernel_size'], p['n_freq_downsample'])):
            back = 0 if i == n - 1 else max(BARS // every, 1)
            blocks.append(Block(CHANNELS * (BARS // kernel), p['mlp_units'], back + max(p['h'] // every, 1)))
        self.blocks, self.head = nn.ModuleList(blocks), nn.Linear(p['h'], 1)

    def forward(self, x):
        x = x.transpose(1, 2)
        left, others, forecast = x[:, :1], x[:, 1:], 0
        pool = getattr(nn, self.p['pooling_mode'])
        for i, block in enumerate(self.blocks):
            kernel, every = self.p['n_pool_kernel_size'][i], self.p['n_freq_downsample'][i]
            seen = pool(kernel, stride=kernel)(torch.cat([left, others], 1)).flatten(1)
            theta = block.layers(seen)
            ahead = max(self.p['h'] // every, 1)
            back, ahead = theta[:, :-ahead], theta[:, -ahead:]
            forecast = forecast + F.interpolate(ahead[:, None], size=self.p['h'], mode='linear')[:, 0]
            if back.shape[1] > 0:
                left = left - F.interpolate(back[:, None], size=BARS, mode='linear')
        return self.head(forecast)[:, 0]


class Attention(nn.Module):
    def __init__(self, p):
        super().__init__()
        d = p['d_model']
        self.heads, self.W_Q, self.W_K, self.W_V = p['n_heads'], nn.Linear(d, d), nn.Linear(d, d), nn.Linear(d, d)
        self.to_out = nn.Sequential(nn.Linear(d, d))

    def forward(self, x):
        n, t, d = x.shape
        cut = lambda y: y.view(n, t, self.heads, d // self.heads).transpose(1, 2)
        heard = F.scaled_dot_product_attention(cut(self.W_Q(x)), cut(self.W_K(x)), cut(self.W_V(x)))
        return self.to_out(heard.transpose(1, 2).reshape(n, t, d))


class Layer(nn.Module):
    def __init__(self, p):
        super().__init__()
        d, f = p['d_model'], p['d_ff']
        self.self_attn, self.norm_attn = Attention(p), nn.LayerNorm(d)
        self.ff = nn.Sequential(nn.Linear(d, f), nn.GELU(), nn.Dropout(0), nn.Linear(f, d))
        self.norm_ffn, self.pre_norm = nn.LayerNorm(d), p['pre_norm']

    def forward(self, x):
        if self.pre_norm:
            x = x + self.self_attn(self.norm_attn(x))
            return x + self.ff(self.norm_ffn(x))
        x = self.norm_attn(x + self.self_attn(x))
        return self.norm_ffn(x + self.ff(x))


class Encoder(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.layers = nn.ModuleList(Layer(p) for _ in range(p['e_layers']))


class Backbone(nn.Module):
    def __init__(self, p, count):
        super().__init__()
        self.W_P, self.W_pos = nn.Linear(p['patch_len'], p['d_model']), nn.Parameter(torch.zeros(count, p['d_model']))
        self.encoder = Encoder(p)


class RevIN(nn.Module):
    def __init__(self):
        super().__init__()
        self.affine_weight, self.affine_bias = nn.Parameter(torch.ones(CHANNELS)), nn.Parameter(torch.zeros(CHANNELS))

    def forward(self, x):
        spread = torch.sqrt(x.var(1, keepdim=True, unbiased=False) + 1e-5)
        return (x - x.mean(1, keepdim=True)) / spread * self.affine_weight + self.affine_bias


class Head(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.linear = nn.Linear(inputs, 1)


class PatchTST(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p, count = p, (BARS - p['patch_len']) // p['stride'] + 2
        if p['revin']:
            self.revin_layer = RevIN()
        self.backbone, self.head = Backbone(p, count), Head(CHANNELS * count * p['d_model'])

    def forward(self, x):
        x = (self.revin_layer(x) if self.p['revin'] else x).transpose(1, 2)
        x = nn.ReplicationPad1d((0, self.p['stride']))(x).unfold(-1, self.p['patch_len'], self.p['stride'])
        z = self.backbone.W_P(x) + self.backbone.W_pos
        z = z.reshape(-1, *z.shape[2:])
        for layer in self.backbone.encoder.layers:
            z = layer(z)
        return self.head.linear(z.reshape(x.shape[0], -1))[:, 0]


NETS = {
    'nhits-max': (NHITS, dict(h=8, n_pool_kernel_size=[8, 4, 1], n_freq_downsample=[8, 4, 1], mlp_units=[6, 5], pooling_mode='MaxPool1d', dropout_prob_theta=0)),
    'nhits-mean': (NHITS, dict(h=8, n_pool_kernel_size=[4, 2], n_freq_downsample=[4, 2], mlp_units=[6], pooling_mode='AvgPool1d', dropout_prob_theta=0)),
    'patchtst-revin': (PatchTST, dict(patch_len=8, stride=4, e_layers=2, n_heads=2, d_model=8, d_ff=12, revin=True, pre_norm=False, dropout=0, head_dropout=0)),
    'patchtst-plain': (PatchTST, dict(patch_len=8, stride=8, e_layers=1, n_heads=4, d_model=8, d_ff=12, revin=False, pre_norm=True, dropout=0, head_dropout=0)),
}
ADAM = dict(learning_rate=0.01, weight_decay=0.1, gradient_clip_val=0.05)


def coded(tensors):
    flat = torch.cat([t.detach().reshape(-1) for t in tensors]).numpy().astype('<f4')
    return base64.b64encode(flat.tobytes()).decode()


def made(net, p):
    torch.manual_seed(7)
    net = net(p)
    parameters = dict(net.named_parameters())
    for parameter in parameters.values():
        nn.init.uniform_(parameter, -0.5, 0.5)
    x, y = torch.randn(BATCH, BARS, CHANNELS).cumsum(1) * 0.3, torch.tensor([1.0, 0, 0, 1, 1])
    file = dict(params=p, adam=ADAM, bars=BARS, channels=CHANNELS,
                parameters={name: list(t.shape) for name, t in parameters.items()},
                weights=coded(parameters.values()), windows=coded([x]), labels=coded([y]))
    optimiser = torch.optim.AdamW(net.parameters(), ADAM['learning_rate'], weight_decay=ADAM['weight_decay'])
    losses = []
    for step in range(STEPS):
        optimiser.zero_grad()
        margin = net(x)
        loss = F.binary_cross_entropy_with_logits(margin, y)
        loss.backward()
        if step == 0:
            file |= dict(margin=coded([margin]), gradient=coded([t.grad for t in parameters.values()]))
        nn.utils.clip_grad_norm_(net.parameters(), ADAM['gradient_clip_val'])
        optimiser.step()
        losses.append(float(loss))
    return file | dict(losses=losses, trained=coded(parameters.values()))


for name, (net, p) in NETS.items():
    with open(f'{name}.json', 'w') as out:
        json.dump(made(net, p), out, indent=1)
        out.write('\n')
print('torch', torch.__version__, 'numpy', np.__version__, 'python', sys.version.split()[0])
