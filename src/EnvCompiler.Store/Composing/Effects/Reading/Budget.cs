namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>How much work a script may cost before it counts as not understood.</summary>
internal sealed class Budget(long amount)
{
    private long left = amount;

    /// <summary>Nothing is left.</summary>
    public bool IsSpent => left <= 0;

    /// <summary>Takes some of it.</summary>
    /// <returns>False when nothing is left.</returns>
    public bool TrySpend(long cost = 1)
    {
        left -= cost;
        return left > 0;
    }

    /// <summary>Takes all of it.</summary>
    public void SpendAll() => left = 0;
}
