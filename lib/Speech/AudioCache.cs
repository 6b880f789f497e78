namespace Speech;

/// <summary>Sounds by content: one rendering however many ask, the longest unused forgotten first when the limit is passed.</summary>
internal sealed class AudioCache(long limitBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _oldestFirst = new();
    private long _bytes;

    public Task<Pcm16Audio> Get(string key, Func<Task<Pcm16Audio>> render)
    {
        LinkedListNode<Entry> node;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? found) && (found.Value.Sound.IsFaulted || found.Value.Sound.IsCanceled))
            {
                Forget(found);
                found = null;
            }

            if (found is not null)
            {
                _oldestFirst.Remove(found);
                _oldestFirst.AddLast(found);
                return found.Value.Sound;
            }

            node = _oldestFirst.AddLast(new Entry(key, render()));
            _entries.Add(key, node);
        }

        _ = node.Value.Sound.ContinueWith(sound => Settle(node, sound), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return node.Value.Sound;
    }

    /// <summary>A failure is not kept (the missing package may be installed a minute later); a sound counts from now on.</summary>
    private void Settle(LinkedListNode<Entry> node, Task<Pcm16Audio> sound)
    {
        lock (_gate)
        {
            if (!sound.IsCompletedSuccessfully)
            {
                _ = sound.Exception;
                if (node.List is not null)
                {
                    Forget(node);
                }

                return;
            }

            node.Value.Bytes = sound.Result.Samples.Length * 2L;
            _bytes += node.Value.Bytes;
            for (LinkedListNode<Entry>? oldest = _oldestFirst.First; oldest is not null && _bytes > limitBytes;)
            {
                LinkedListNode<Entry>? next = oldest.Next;
                if (oldest.Value.Bytes > 0)
                {
                    Forget(oldest);
                }

                oldest = next;
            }
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _entries.Remove(node.Value.Key);
        _oldestFirst.Remove(node);
        _bytes -= node.Value.Bytes;
    }

    private sealed class Entry(string key, Task<Pcm16Audio> sound)
    {
        public string Key { get; } = key;

        public Task<Pcm16Audio> Sound { get; } = sound;

        public long Bytes { get; set; }
    }
}
