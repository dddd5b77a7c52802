using System.Net;
using System.Net.Sockets;

namespace Outer.Servers;

public static class FreePorts
{
    /// <summary>Below the range that the system hands out to outgoing connections, so that none of those takes a port between asking and listening.</summary>
    private const int First = 12_000;

    private const int Last = 31_999;

    private const int Tries = 1_000;

    /// <summary>Ports of the loopback address that nobody listens on now.</summary>
    public static int[] Take(int count)
    {
        var taken = new List<TcpListener>();
        try
        {
            for (var tries = 0; taken.Count < count; tries++)
            {
                if (tries == Tries) throw new InvalidOperationException($"of {Tries} ports of the loopback address none was free");
                if (Listening(Random.Shared.Next(First, Last + 1)) is { } listener) taken.Add(listener);
            }

            return [.. taken.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in taken) listener.Dispose();
        }
    }

    private static TcpListener? Listening(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
