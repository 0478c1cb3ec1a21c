"""huashu train: makes the model when something it depends on changed."""

import time

import click

from bot.lab.train import TrainingFailed, ensure_model, is_current
from bot.settings import read_settings


@click.command("train")
@click.option("--force", is_flag=True, help="没有变化也重训")
@click.option("--encoder", is_flag=True, help="先重新微调句子编码器（约半小时，可中断再续）；权重写回 bot/nlu/encoder")
@click.option("--go-on", is_flag=True, help="编码器从现有的权重接着学一遍，不从头来（新句子不多、机器慢时用）")
def command(force: bool, encoder: bool, go_on: bool) -> None:
    """训练模型；没有变化就不重训（几秒内返回）。"""
    started, settings = time.monotonic(), read_settings()
    if go_on and not encoder:
        raise click.UsageError("--go-on 是 --encoder 的一种做法；请写 --encoder --go-on")
    if encoder:
        from bot.lab.encoder import make_encoder

        click.echo(f"编码器写好了：{make_encoder(settings, go_on)}")
    if is_current(settings) and not force:
        click.echo(f"模型是新的，不用训练（{time.monotonic() - started:.1f} 秒）")
        return
    try:
        ensure_model(settings, force=True)
    except TrainingFailed as error:
        raise click.ClickException(str(error)) from None
