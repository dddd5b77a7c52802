using System.Runtime.InteropServices;
using Rollouts.Cli;
using Rollouts.Cli.Terminals;

using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await Cli.RunAsync(args, Terminal.OfProcess(), stopping.Token);

// The first signal stops gracefully, a second one at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stopping.IsCancellationRequested;
    stopping.Cancel();
}
