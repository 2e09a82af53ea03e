// The CIDs that boxo, the library inside Kubo, gives for the content that tests/js/ipfs_cids.mjs describes.
//
//	cd tests/go/boxo_cids && go run . ../../ipfs/golden/cids.json > ../../ipfs/golden/boxo_cids.json
//
// Reads shapes and sizes from its argument, not the CIDs. It needs Go and the module proxy, so it is run by
// hand when the corpus or boxo changes, and its output is kept.
package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/ipfs/boxo/blockservice"
	"github.com/ipfs/boxo/blockstore"
	"github.com/ipfs/boxo/chunker"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/boxo/ipld/unixfs/importer/balanced"
	"github.com/ipfs/boxo/ipld/unixfs/importer/helpers"
	uio "github.com/ipfs/boxo/ipld/unixfs/io"
	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/sync"
	ipld "github.com/ipfs/go-ipld-format"
)

type file struct {
	Profile string `json:"profile"`
	Size    int    `json:"size"`
	Cid     string `json:"cid"`
}

type tree struct {
	Name    string         `json:"name"`
	Profile string         `json:"profile"`
	Entries map[string]any `json:"entries"`
	Cid     string         `json:"cid"`
}

type wide struct {
	Profile       string `json:"profile"`
	Count         int    `json:"count"`
	NameBytes     int    `json:"name_bytes"`
	LastNameBytes int    `json:"last_name_bytes"`
	ContentBytes  int    `json:"content_bytes"`
	Cid           string `json:"cid"`
}

type corpus struct {
	Files []file `json:"files"`
	Trees []tree `json:"trees"`
	Wide  []wide `json:"wide"`
}

// Far above what the JavaScript importer takes in reasonable time.
var widest = []wide{
	{Profile: "unixfs-v0-2015", Count: 100_000, NameBytes: 12, LastNameBytes: 12, ContentBytes: 5},
	{Profile: "unixfs-v1-2025", Count: 100_000, NameBytes: 12, LastNameBytes: 12, ContentBytes: 5},
}

func profileNamed(name string) uio.UnixFSProfile {
	profile := uio.UnixFS_v1_2025
	switch name {
	case "unixfs-v0-2015":
		return uio.UnixFS_v0_2015
	case "importer-default":
		profile.ChunkSize, profile.FileDAGWidth = 256<<10, 174
		profile.HAMTSizeEstimation = uio.SizeEstimationLinks
	case "tiny-nodes":
		profile.ChunkSize, profile.FileDAGWidth = 100, 3
	}
	return profile
}

// Xorshift32, little-endian; tests/ipfs/content.hpp has the same.
func pseudoRandomBytes(size int, seed uint32) []byte {
	content := make([]byte, (size+3)/4*4)
	state := seed ^ 0x9e3779b9
	if state == 0 {
		state = 1
	}
	for i := 0; i < len(content); i += 4 {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		binary.LittleEndian.PutUint32(content[i:], state)
	}
	return content[:size]
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

type importer struct {
	dag     ipld.DAGService
	profile uio.UnixFSProfile
}

func newImporter(profileName string) importer {
	store := blockstore.NewBlockstore(sync.MutexWrap(datastore.NewMapDatastore()))
	profile := profileNamed(profileName)
	profile.ApplyGlobals()
	return importer{merkledag.NewDAGService(blockservice.New(store, nil)), profile}
}

func (i importer) file(content []byte) ipld.Node {
	params := helpers.DagBuilderParams{
		Maxlinks:   i.profile.FileDAGWidth,
		RawLeaves:  i.profile.RawLeaves,
		CidBuilder: i.profile.CidBuilder(),
		Dagserv:    i.dag,
	}
	splitter := chunk.NewSizeSplitter(bytes.NewReader(content), i.profile.ChunkSize)
	return must(balanced.Layout(must(params.New(splitter))))
}

func (i importer) symlink(target string) ipld.Node {
	node := merkledag.NodeWithData(must(unixfs.SymlinkData(target)))
	node.SetCidBuilder(i.profile.CidBuilder())
	if err := i.dag.Add(context.Background(), node); err != nil {
		log.Fatal(err)
	}
	return node
}

func (i importer) folder(children map[string]ipld.Node) ipld.Node {
	ctx := context.Background()
	directory := must(uio.NewDirectory(i.dag, uio.WithCidBuilder(i.profile.CidBuilder())))
	for name, child := range children {
		if err := directory.AddChild(ctx, name, child); err != nil {
			log.Fatal(err)
		}
	}
	node := must(directory.GetNode())
	if err := i.dag.Add(ctx, node); err != nil {
		log.Fatal(err)
	}
	return node
}

// The entries' names are paths below the folder; one that ends in a slash is an empty folder.
func (i importer) tree(entries map[string]any) ipld.Node {
	children := map[string]ipld.Node{}
	below := map[string]map[string]any{}
	for path, value := range entries {
		name, rest, nested := strings.Cut(path, "/")
		if nested {
			if below[name] == nil {
				below[name] = map[string]any{}
			}
			if rest != "" {
				below[name][rest] = value
			}
		} else if target, link := value.(string); link {
			children[name] = i.symlink(target)
		} else {
			size := int(value.(float64))
			children[name] = i.file(pseudoRandomBytes(size, uint32(size)))
		}
	}
	for name, entries := range below {
		children[name] = i.tree(entries)
	}
	return i.folder(children)
}

func (i importer) wide(shape wide) ipld.Node {
	children := map[string]ipld.Node{}
	for n := range shape.Count {
		width := shape.NameBytes
		if n+1 == shape.Count {
			width = shape.LastNameBytes
		}
		digits := fmt.Sprint(n)
		name := strings.Repeat("n", width-len(digits)) + digits
		children[name] = i.file(pseudoRandomBytes(n%shape.ContentBytes, uint32(n)))
	}
	return i.folder(children)
}

func main() {
	var shapes corpus
	if err := json.Unmarshal(must(os.ReadFile(os.Args[1])), &shapes); err != nil {
		log.Fatal(err)
	}
	shapes.Wide = append(shapes.Wide, widest...)
	for n := range shapes.Files {
		shape := &shapes.Files[n]
		content := pseudoRandomBytes(shape.Size, uint32(shape.Size))
		shape.Cid = newImporter(shape.Profile).file(content).Cid().String()
	}
	for n := range shapes.Trees {
		shape := &shapes.Trees[n]
		shape.Cid = newImporter(shape.Profile).tree(shape.Entries).Cid().String()
	}
	for n := range shapes.Wide {
		shape := &shapes.Wide[n]
		shape.Cid = newImporter(shape.Profile).wide(*shape).Cid().String()
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(shapes); err != nil {
		log.Fatal(err)
	}
}
