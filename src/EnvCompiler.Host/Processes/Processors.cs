namespace EnvCompiler.Host.Processes;

/// <summary>The processors that a thread may run on; children inherit them (sched_setaffinity(2)).</summary>
public static class Processors
{
    // 8192 processors, the most that Linux is built for.
    private const int MaskSize = 1024;

    /// <summary>Numbers of those that the calling thread may run on.</summary>
    public static unsafe IReadOnlyList<int> Allowed
    {
        get
        {
            var mask = stackalloc byte[MaskSize];
            new Span<byte>(mask, MaskSize).Clear();
            if (Libc.GetAffinity(0, MaskSize, mask) != 0)
                throw Libc.Error("ask for", "the processors of this thread");
            var allowed = new List<int>();
            for (var i = 0; i < MaskSize * 8; i++)
            {
                if ((mask[i / 8] >> (i % 8) & 1) != 0)
                    allowed.Add(i);
            }

            return allowed;
        }
    }

    /// <summary>Confines the calling thread.</summary>
    internal static unsafe void Allow(IReadOnlyList<int> processors)
    {
        var mask = stackalloc byte[MaskSize];
        new Span<byte>(mask, MaskSize).Clear();
        foreach (var processor in processors)
            mask[processor / 8] |= (byte)(1 << (processor % 8));
        if (Libc.SetAffinity(0, MaskSize, mask) != 0)
            throw Libc.Error("choose", "the processors of this thread");
    }
}
